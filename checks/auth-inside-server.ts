import { deployedServers } from '../src/domain/server/deployed.ts';
import { isSamePlace } from '../src/domain/text.ts';
import { listing } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Authentication, Server } from '../src/model/server.ts';

interface Subject {
  readonly server: Server;
  readonly means: Authentication;
}

export default defineCheck({
  id: 'auth-inside-server',
  title: 'The server asks for credentials itself',
  severity: 'warning',
  why: 'AgentCore pings `/mcp` without credentials and strips `Authorization` before the container unless it is allowed through; a server that answers the ping with 401 is declared unhealthy after minutes.',
  remedy: "Leave authentication to the runtime's authorizer, or let `ping` through without credentials.",
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }) {
    for (const server of deployedServers(servers)) {
      if (server.authentication.length === 0) yield undefined;
      for (const means of server.authentication) yield { server, means };
    }
  },

  judge(subject: Subject | undefined) {
    if (subject === undefined) return undefined;
    const { means, server } = subject;
    const fix = fixOf(means, server);
    return {
      message: `The server authenticates its callers itself, with \`${means.value}\`.`,
      at: means.at,
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

/** Arguments that belong together: one without the other is an error of the official SDK. */
const ARGUMENTS = ['auth', 'token_verifier', 'auth_server_provider'];

/** The container is reached through the runtime alone, which asks for credentials itself; a person must want that. */
function fixOf({ at, value, statement }: Authentication, { construction, language }: Server): Fix | undefined {
  if (language !== 'python') return undefined;
  if (statement === true)
    return { title: `Take \`${value}\` out of the application`, safety: 'review', edits: [{ kind: 'cut', at }] };
  const drop = construction.arguments.flatMap(({ name, spread }) =>
    name !== undefined && ARGUMENTS.includes(name) && spread !== true ? [name] : [],
  );
  if (!construction.arguments.some((argument) => isSamePlace(argument.at, at) && drop.includes(argument.name ?? '')))
    return undefined;
  const title = `Leave ${listing(drop.map((name) => `\`${name}\``))} out of the call of \`${construction.callee}\``;
  return { title, safety: 'review', edits: [{ kind: 'call', at: construction.at, drop }] };
}
