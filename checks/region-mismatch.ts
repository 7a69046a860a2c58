import { configsOf, nameOf } from '../src/domain/manifest/agent-config.ts';
import { whereaboutsOf } from '../src/domain/manifest/arns.ts';
import { isPresent, valueAt } from '../src/domain/config/tree.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

const THINGS = [
  ['runtimeArn', 'the runtime that was deployed before'],
  ['repository', 'the ECR repository'],
  ['executionRole', 'the execution role'],
] as const;

interface Compared {
  readonly agent: AgentConfig;
  readonly member: (typeof THINGS)[number][0];
  readonly what: string;
  readonly value: Located<string>;
  readonly all: readonly AgentConfig[];
}

export default defineCheck({
  id: 'region-mismatch',
  title: 'Region or account of an agent contradict its own resources',
  severity: 'warning',
  why: 'The tool works in the region and account that the manifest names; a runtime of another region is not found there, and a role of another account cannot be passed.',
  remedy: 'Correct the region or account, or remove what belongs to another one and deploy anew.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    const all = configsOf(manifests);
    for (const agent of all) {
      if (agent.account === undefined && agent.region === undefined) continue;
      for (const [member, what] of THINGS) {
        const value = agent[member];
        if (value !== undefined) yield { agent, member, what, value, all };
      }
    }
  },

  judge(compared: Compared) {
    const { agent, member, what, value } = compared;
    const there = whereaboutsOf(value.value);
    for (const [word, here] of [
      ['region', agent.region],
      ['account', agent.account],
    ] as const) {
      const other = there[word];
      if (here === undefined || other === undefined || here.value === other || !isPlain(here.value)) continue;
      const passed =
        member === 'executionRole'
          ? { severity: 'error' as const, remedy: `Use a role of account \`${here.value}\`.` }
          : {};
      return {
        message: `Agent \`${nameOf(agent)}\` is deployed to ${word} \`${here.value}\`, and ${what} is in \`${other}\`.`,
        at: value.at,
        related: [{ ...here.at, label: `the ${word}` }],
        ...passed,
        ...optional('fix', fixFor(compared, word, here, other)),
      };
    }
    return undefined;
  },
});

/** A real region or account; placeholders and the rest have checks of their own. */
function isPlain(text: string): boolean {
  return /^\d{12}$|^[a-z]{2}(-[a-z]+)+-\d$/.test(text);
}

/** Either what belongs to another place is given up, or the agent goes there; a role is no reason to give up anything. */
function fixFor(
  { agent, member, all }: Compared,
  word: 'region' | 'account',
  here: Located<string>,
  other: string,
): Fix | undefined {
  const moved: Fix | undefined = mayMove(all, word, here, other)
    ? {
        name: 'move',
        title: `Deploy to ${word} \`${other}\``,
        safety: 'review',
        edits: [{ kind: 'swap', at: here.at, from: here.value, to: other }],
      }
    : undefined;
  const left = agent.kind === 'toolkit' ? givenUp(agent, member, here.value) : undefined;
  if (left === undefined) return moved;
  return moved === undefined ? left : { ...left, alternatives: [moved] };
}

/** Whether everything that goes to the same place, and has one of its own, is there. */
function mayMove(
  all: readonly AgentConfig[],
  word: 'region' | 'account',
  here: Located<string>,
  other: string,
): boolean {
  const same = all.filter((agent) => JSON.stringify(agent[word]?.at) === JSON.stringify(here.at));
  return same.every((agent) =>
    THINGS.every(([member]) => {
      const there = whereaboutsOf(agent[member]?.value ?? '')[word];
      return there === undefined || there === other;
    }),
  );
}

function givenUp({ tree }: AgentConfig, member: Compared['member'], here: string): Fix | undefined {
  const { at } = tree;
  if (member === 'executionRole') return undefined;
  if (member === 'repository') {
    return {
      name: 'new-repository',
      title: `Have a new repository created in \`${here}\``,
      safety: 'review',
      edits: [
        { kind: 'set', at, path: ['aws', 'ecr_repository'], value: null },
        { kind: 'set', at, path: ['aws', 'ecr_auto_create'], value: true },
      ],
    };
  }
  const written = ['agent_id', 'agent_arn', 'agent_session_id'].filter((key) =>
    isPresent(valueAt(tree, 'bedrock_agentcore', key)),
  );
  return {
    name: 'new-runtime',
    title: `Forget the runtime that was deployed before, and have a new one created in \`${here}\``,
    safety: 'review',
    edits: written.map((key) => ({ kind: 'set', at, path: ['bedrock_agentcore', key], value: null })),
  };
}
