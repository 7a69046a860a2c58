import type { Located } from '../../model/location.ts';
import type { Server } from '../../model/server.ts';
import type { Endpoint } from './javascript-endpoints.ts';
import { fastmcpAuthentication } from './javascript-fastmcp.ts';
import { packageMemberOf } from './javascript-packages.ts';
import { type Program } from './javascript-program.ts';

/** Methods by which a server asks its client for something in the middle of a call. */
const ASKING: Readonly<Record<string, 'elicitation' | 'sampling' | 'roots'>> = {
  elicitInput: 'elicitation',
  createMessage: 'sampling',
  requestSampling: 'sampling',
  listRoots: 'roots',
};

/** Receivers that are servers or the context of a tool call; other libraries have methods of the same names. */
const ASKED = /(?:^|\.)(?:server|mcpServer|mcp|mcpReq|session)$/i;

/** Where the program asks its client. */
export function asksOf(program: Program): Server['asksClient'] {
  return program.modules.flatMap((module) =>
    module.calls.flatMap(({ callee, calleeAt }) => {
      const value = callee.kind === 'member' && ASKED.test(callee.object.text) ? ASKING[callee.property] : undefined;
      return value === undefined ? [] : [{ value, at: calleeAt }];
    }),
  );
}

/** Where the server itself asks for a token. */
export function authenticationOf(program: Program, endpoint: Endpoint): readonly Located<string>[] {
  if (endpoint.kind === 'fastmcp') {
    const spot = fastmcpAuthentication(program, endpoint);
    return spot === undefined ? [] : [{ value: 'authenticate', at: spot.expression.at }];
  }
  return program.modules.flatMap((module) =>
    module.calls.flatMap(({ callee, at }) => {
      if (!callee.text.endsWith('requireBearerAuth')) return [];
      const member = packageMemberOf(program, { module, expression: callee });
      return member?.package.startsWith('@modelcontextprotocol/') === true ? [{ value: 'requireBearerAuth', at }] : [];
    }),
  );
}
