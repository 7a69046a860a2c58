"""One session of the official client with the reference server: the URL in, a line of JSON out. For mcp 1 and mcp 2.

A deployed server asks for a token, which is in BEARER_TOKEN then.
"""

import asyncio
import contextlib
import json
import os
import sys

from mcp import ClientSession

try:
    from mcp.client.streamable_http import streamable_http_client as http_client
except ImportError:
    from mcp.client.streamable_http import streamablehttp_client as http_client

CALLS = {
    "validate_content": {"guardrail_id": "tides1", "content": "High water is at noon."},
    "list_guardrails": {"max_results": 1},
    "get_guardrail_info": {"guardrail_id": "tides1"},
    "rewrite_response": {"user_query": "When?", "llm_response": "At nine.", "guardrail_id": "tides1"},
}


def plain(value):
    return value.model_dump(mode="json", by_alias=True, exclude_none=True)


@contextlib.asynccontextmanager
async def opened(url):
    token = os.environ.get("BEARER_TOKEN")
    if token is None:
        async with http_client(url) as streams:
            yield streams
        return
    from mcp.shared._httpx_utils import create_mcp_http_client

    async with create_mcp_http_client({"Authorization": f"Bearer {token}"}) as client:
        async with http_client(url, http_client=client) as streams:
            yield streams


async def main(url):
    async with opened(url) as streams:
        async with ClientSession(streams[0], streams[1]) as session:
            begun = plain(await session.initialize())
            tools = [plain(tool)["name"] for tool in (await session.list_tools()).tools]
            called = {name: plain(await session.call_tool(name, given)) for name, given in CALLS.items()}
            return {"protocol": begun["protocolVersion"], "server": begun["serverInfo"], "tools": tools, "called": called}


async def modern(url):
    from mcp import Client

    async with Client(opened(url)) as client:
        tools = [plain(tool)["name"] for tool in (await client.list_tools()).tools]
        called = {name: plain(await client.call_tool(name, given)) for name, given in CALLS.items()}
        return {"protocol": client.protocol_version, "tools": tools, "called": called}


run = modern if sys.argv[2:] == ["modern"] else main
print(json.dumps(asyncio.run(asyncio.wait_for(run(sys.argv[1]), 60))))
