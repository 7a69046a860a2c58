import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'tool-name-too-long',
  title: 'The name of a tool is too long for a gateway',
  severity: 'warning',
  why: 'An AgentCore gateway calls a tool `<target>___<tool>`, and models take names of 64 characters at the most; a longer one cannot be called through a gateway.',
  remedy: 'Shorten the name of the tool to 60 characters or fewer; fewer still leave room for the name of the target.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-tool-naming.html'],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* [...(rehearsal?.client?.tools ?? []), ...(probe?.client?.tools ?? [])];
  },

  judge({ name }: { readonly name: string }) {
    if (name.length <= LONGEST) return undefined;
    return {
      message: `The tool \`${name}\` has ${name.length} characters; with the shortest name of a target and \`___\` that makes ${name.length + 4}.`,
      at: { kind: 'exchange', name: 'tools-list', part: 'response' },
    };
  },
});

/** 64, less one character for the target and three for the separator. */
const LONGEST = 60;
