import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOfLiteral } from '../src/domain/client/client-arn.ts';
import { codeBlocks, shellOf } from '../src/domain/client/client-document.ts';
import { type Program, resolverOf, type Span } from '../src/domain/client/client-program.ts';
import { pythonProgram } from '../src/domain/client/client-python.ts';
import { invocationsOf, requestsOf } from '../src/domain/client/client-requests.ts';
import { sessionsOf } from '../src/domain/client/client-sessions.ts';
import { urlsOf } from '../src/domain/client/client-urls.ts';
import { readShell } from '../src/domain/client/client-shell.ts';
import { importsOf } from '../src/domain/client/client-imports.ts';
import { bearerVariablesOf, tokensOf } from '../src/domain/client/client-tokens.ts';
import { typescriptProgram } from '../src/domain/client/client-typescript.ts';
import { isInside, linesOf } from '../src/domain/text.ts';
import type { Place } from '../src/model/location.ts';
import type { Language } from '../src/model/world.ts';
import { openWorld } from '../src/world/index.ts';

const world = openWorld({ root: '.' });

/** Pieces that clients are made of, so that chance builds something that is nearly one. */
const PIECE = fc.constantFrom(
  'arn',
  'url = ',
  'f"https://x/runtimes/{arn}/invocations"',
  '`https://x/runtimes/${arn}/invocations`',
  "quote(arn, safe='')",
  'encodeURIComponent(arn)',
  'requests.post(url, json={"jsonrpc": "2.0", "method": "tools/list"}, headers=',
  '{"Accept": "application/json"}',
  '{**headers}',
  '{ ...headers }',
  ')',
  '(',
  '\n',
  'client.invoke_agent_runtime(payload=json.dumps(m), **kw)',
  'new InvokeAgentRuntimeCommand({ payload })',
  'fetch(url, { headers, body })',
  'def f(a, *b):\n    return ',
  'const { IdToken } = r',
  'r["IdToken"]',
  '"Bearer " + ',
  'f"Bearer {t}"',
  'headers["x"] = ',
  'x = x',
  'import { a } from "b"',
  'from mcp.client.x import y',
  '=> ',
  '"',
  '{',
  'é😀',
  'curl -H "Authorization: Bearer $T" ',
  'T=$(aws cognito-idp initiate-auth --query AuthenticationResult.IdToken) ',
  '```bash\n',
  '```\n',
  'runtimeSessionId: "x", ',
  '$(',
  "'",
);
const TEXT = fc
  .array(fc.oneof({ weight: 6, arbitrary: PIECE }, { weight: 1, arbitrary: fc.string() }), { maxLength: 25 })
  .map((parts) => parts.join(''));

function placesOf(program: Program, text: string): readonly Place[] {
  const lines = linesOf('client', text);
  const source = {
    resolver: resolverOf(program),
    text,
    document: false,
    at: ({ start, end }: Span) => lines.at(start, end),
  };
  const version = { kind: 'unknown', because: 'nothing says it' } as const;
  return [
    ...urlsOf(source),
    ...requestsOf(source),
    ...invocationsOf(source),
    ...sessionsOf(source),
    ...tokensOf(source),
    ...importsOf(source, () => version),
    ...bearerVariablesOf(source),
  ].map((found) => ('at' in found ? found.at : found));
}

function areInside(places: readonly Place[], text: string): boolean {
  return places.every(({ range }) => isInside(range, text));
}

describe('client code', () => {
  it.each<[Language, typeof pythonProgram]>([
    ['python', pythonProgram],
    ['typescript', typescriptProgram],
    ['javascript', typescriptProgram],
    ['tsx', typescriptProgram],
  ])(
    'in %s is read from any text without an exception, and every place lies inside it',
    async (language, toProgram) => {
      const parser = await world.parser(language);
      fc.assert(
        fc.property(TEXT, (text) => {
          expect(areInside(placesOf(parser.read(text, toProgram), text), text)).toBe(true);
        }),
      );
    },
  );

  it('in a shell script is read from any text', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const found = readShell(text, linesOf('call.sh', text).at, false);
        const places = [
          ...found.tokens,
          ...found.requests,
          ...found.invocations,
          ...found.urls,
          ...found.sessions,
          ...found.bearers,
        ].map(({ at }) => at);
        expect(areInside(places, text)).toBe(true);
      }),
    );
  });

  it('in a document stands where the document has it', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const blocks = codeBlocks(text);
        for (const { start, text: body } of blocks) expect(text.slice(start, start + body.length)).toBe(body);
        const script = shellOf(text, blocks);
        expect(script.length).toBeLessThanOrEqual(text.length);
        expect([...script.matchAll(/\n/g)].map(({ index }) => index)).toEqual(
          [...text.slice(0, script.length).matchAll(/\n/g)].map(({ index }) => index),
        );
      }),
    );
  });
});

describe('an ARN in a URL', () => {
  it.each([
    ['arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/a', 'raw'],
    ['arn%3Aaws%3Abedrock-agentcore%3Aeu-west-1%3A111122223333%3Aruntime%2Fa', 'encoded'],
    ['arn%3aaws%3abedrock-agentcore%3aeu-west-1%3a111122223333%3aruntime/a', 'partly'],
    ['arn%253Aaws%253Abedrock-agentcore', 'double'],
    ['weather-a1b2c3d4e5', 'unclear'],
  ])('%s is %s', (text, expected) => {
    expect(encodingOfLiteral(text)).toBe(expected);
  });
});
