import { contractLaunches } from '../src/domain/server/contract.ts';
import { lineOfServer } from '../src/domain/python/python-line.ts';
import { rewriting } from '../src/domain/python/python-rewriting.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Server } from '../src/model/server.ts';
import type { Setting } from '../src/model/value.ts';

const BOTH_ERAS =
  'Ask for what is needed as an argument of the tool; `stateless_http=False` helps clients up to protocol 2025-11-25 only.';

export default defineCheck({
  id: 'elicitation-needs-session',
  title: 'A stateless server asks its client in the middle of a call',
  severity: 'error',
  why: 'Up to protocol version 2025-11-25 elicitation, sampling and roots travel back on the session; without one the request has nowhere to go and the tool call fails or never ends.',
  remedy: 'Run the server stateful (`stateless_http=False`), or ask for what is needed as an argument of the tool.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/mcp-stateful-features.html'],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }) {
    for (const { server, launch } of contractLaunches(servers)) {
      for (const { value, at } of server.asksClient)
        yield {
          what: value,
          at,
          stateless: launch.stateless,
          modern: speaksBothEras(server),
          language: server.language,
        };
    }
  },

  judge({ what, at, stateless, modern, language }) {
    if (stateless.kind === 'unclear')
      return { unclear: `The server asks for ${what}, and whether it keeps sessions is ${stateless.saw}.`, at };
    if (!stateless.value) return undefined;
    return {
      message: `The server asks its client for ${what} and runs stateless.`,
      at,
      // A request in the middle of a call is refused to clients of 2026-07-28 with and without a session.
      ...(modern ? { remedy: BOTH_ERAS } : {}),
      ...(modern || language !== 'python' ? {} : statefulFix(stateless)),
      related: [{ ...stateless.at, label: 'stateless' }],
    };
  },
});

/** Another mode changes what all other clients meet, and a person may prefer an argument of the tool. */
function statefulFix(stateless: Setting<boolean>): Pick<Finding, 'fix'> {
  const done = rewriting(stateless, { code: 'False', word: 'false' });
  if (done === undefined) return {};
  const title = `Change the stateless mode from \`${done.from}\` to \`False\``;
  return { fix: { title, safety: 'review', edits: done.edits } };
}

function speaksBothEras(server: Server): boolean {
  return server.language === 'python' && lineOfServer(server)?.eras.includes('2026-07-28') === true;
}
