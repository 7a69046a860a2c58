"""One session of the official client: the URL and the bearer token in, a line of JSON out."""

import asyncio
import json
import sys

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

url, token = sys.argv[1:]
refused = {}


async def keep(response):
    if response.status_code >= 400 and not refused:
        await response.aread()
        header = response.headers.get("www-authenticate")
        refused.update(status=response.status_code, body=response.json(), authenticate=header)


def client(headers=None, timeout=None, auth=None):
    return httpx.AsyncClient(headers=headers, timeout=timeout, auth=auth, event_hooks={"response": [keep]})


async def main():
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with streamablehttp_client(url, headers=headers, httpx_client_factory=client) as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            tools = await session.list_tools()
            called = await session.call_tool(tools.tools[0].name, {})
            return {"tools": [tool.name for tool in tools.tools], "text": called.content[0].text}


try:
    print(json.dumps(asyncio.run(asyncio.wait_for(main(), 60))))
except BaseException as error:
    print(json.dumps({"refused": refused or None, "error": repr(error)}))
