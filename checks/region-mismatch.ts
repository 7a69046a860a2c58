import { configsOf, nameOf } from '../src/domain/manifest/agent-config.ts';
import { whereaboutsOf } from '../src/domain/manifest/arns.ts';
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
}

export default defineCheck({
  id: 'region-mismatch',
  title: 'Region or account of an agent contradict its own resources',
  severity: 'warning',
  why: 'The tool works in the region and account that the manifest names; a runtime of another region is not found there, and a role of another account cannot be passed.',
  remedy: 'Correct the region or account, or remove what belongs to another one and deploy anew.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'none',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const agent of configsOf(manifests)) {
      if (agent.account === undefined && agent.region === undefined) continue;
      for (const [member, what] of THINGS) {
        const value = agent[member];
        if (value !== undefined) yield { agent, member, what, value };
      }
    }
  },

  judge({ agent, member, what, value }: Compared) {
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
      };
    }
    return undefined;
  },
});

/** A real region or account; placeholders and the rest have checks of their own. */
function isPlain(text: string): boolean {
  return /^\d{12}$|^[a-z]{2}(-[a-z]+)+-\d$/.test(text);
}
