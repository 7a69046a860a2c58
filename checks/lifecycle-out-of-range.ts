import { configsOf, nameOf, toolOf } from '../src/domain/manifest/agent-config.ts';
import { wholeNumber } from '../src/domain/manifest/shape.ts';
import { entryOf, isPresent, valueAt } from '../src/domain/config/tree.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { AgentConfig } from '../src/model/manifest.ts';
import type { Entry, Tree } from '../src/model/tree.ts';

/** Both tools stop here, though the API goes up to 1,209,600 seconds (verified 2026-11-23). */
const [LEAST, MOST] = [60, 28_800];

interface Judged {
  readonly agent: AgentConfig;
  readonly entry: Entry;
  /** The longest life, when this is the time of idleness. */
  readonly life: Entry | undefined;
  readonly block: Tree;
}

export default defineCheck({
  id: 'lifecycle-out-of-range',
  title: 'A lifetime of the sessions is out of range',
  severity: 'error',
  why: 'Both tools take 60 to 28,800 seconds, and no idle timeout beyond the longest life; they stop at anything else before they deploy.',
  remedy: 'Write a number of seconds from 60 to 28800.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-lifecycle-settings.html'],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const agent of configsOf(manifests)) {
      const [block, idle, life] =
        agent.kind === 'cli'
          ? [valueAt(agent.tree, 'lifecycleConfiguration'), 'idleRuntimeSessionTimeout', 'maxLifetime']
          : [valueAt(agent.tree, 'aws', 'lifecycle_configuration'), 'idle_runtime_session_timeout', 'max_lifetime'];
      const lifeEntry = entryOf(block, life);
      for (const entry of [entryOf(block, idle), lifeEntry]) {
        if (block !== undefined && entry !== undefined && isPresent(entry.value))
          yield { agent, entry, block, life: entry === lifeEntry ? undefined : lifeEntry };
      }
    }
  },

  judge({ agent, entry, life, block }: Judged) {
    const seconds = secondsOf(entry, agent);
    if (seconds === undefined) return undefined; // `manifest-unreadable` says that it is no number.
    const what = `\`${entry.key}\` of \`${nameOf(agent)}\` is ${seconds} seconds`;
    if (seconds < LEAST || seconds > MOST) {
      const message = `${what}; ${toolOf(agent)} takes ${LEAST} to ${MOST}.`;
      return { message, at: entry.value.at, fix: writing(block, entry.key, seconds < LEAST ? LEAST : MOST) };
    }
    const longest = life === undefined ? undefined : secondsOf(life, agent);
    if (life === undefined || longest === undefined || seconds <= longest) return undefined;
    const raised = { ...writing(block, life.key, seconds), name: 'longer-life' };
    return {
      message: `${what}, longer than \`${life.key}\` with ${longest}.`,
      remedy: `Write ${longest} or less, or raise \`${life.key}\`.`,
      at: entry.value.at,
      related: [life.value.at],
      // A life that is out of range itself is mended first.
      fix:
        longest < LEAST
          ? raised
          : { ...writing(block, entry.key, longest), name: 'shorter-idleness', alternatives: [raised] },
    };
  },
});

/** The nearest value that is taken; whether sessions may live as long is for a person to say. */
function writing(block: Tree, key: string, value: number): Fix {
  const edit = { kind: 'set', at: block.at, path: [key], value, shared: true } as const;
  return { title: `Write ${value} for \`${key}\``, safety: 'review', edits: [edit] };
}

function secondsOf({ value }: Entry, { kind }: AgentConfig): number | undefined {
  return value.kind === 'scalar' ? wholeNumber(value, kind === 'cli' ? 'zod' : 'pydantic') : undefined;
}
