import { configsOf, isOpen, nameOf } from '../src/domain/manifest/agent-config.ts';
import {
  languageOfFile,
  languageOfRuntime,
  MANAGED_RUNTIMES,
  mayBeNewer,
} from '../src/domain/manifest/runtime-versions.ts';
import { listing, nearest } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

export default defineCheck({
  id: 'runtime-version-blocked',
  title: 'AgentCore has no such runtime for the code',
  severity: 'error',
  why: 'A code deployment runs on a managed runtime; CreateAgentRuntime refuses versions that it does not have, and a runtime of the wrong language cannot start the file.',
  remedy: 'Choose one of the managed runtimes, or deploy a container.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CodeConfiguration.html'],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const agent of configsOf(manifests)) {
      if (agent.packaging === 'code-zip' && agent.kind !== 'unread' && agent.runtimeVersion !== undefined)
        yield { agent, version: agent.runtimeVersion };
    }
  },

  judge({ agent, version: { value, at } }: { readonly agent: AgentConfig; readonly version: Located<string> }) {
    if (isOpen(value)) return undefined;
    if (!MANAGED_RUNTIMES.some((known) => known === value)) {
      const known = MANAGED_RUNTIMES.filter(
        (name) =>
          languageOfRuntime(name) === (languageOfRuntime(value) ?? languageOfFile(agent.entrypoint?.value ?? '.py')),
      );
      const meant = mayBeNewer(value) || known.length === 1 ? known.at(-1) : nearest(value, known);
      return {
        message: `\`${nameOf(agent)}\` asks for the runtime \`${value}\`; AgentCore has ${listing(known.map((name) => `\`${name}\``))}.`,
        at,
        ...(meant === undefined ? {} : { remedy: `Write \`${meant}\`.`, fix: writing(agent, meant, value) }),
        ...(mayBeNewer(value) ? { severity: 'warning' as const } : {}),
      };
    }
    const file = agent.entrypoint;
    const language = file === undefined ? undefined : languageOfFile(file.value);
    if (file === undefined || language === undefined || language === languageOfRuntime(value)) return undefined;
    const right = language === 'Python' ? 'PYTHON_3_13' : 'NODE_22';
    return {
      message: `\`${nameOf(agent)}\` runs on \`${value}\`, and its entry point \`${file.value}\` is ${language}.`,
      remedy: `Write \`${right}\`.`,
      at,
      related: [{ ...file.at, label: 'the entry point' }],
      fix: writing(agent, right, value),
    };
  },
});

/** Another way of writing the same version is sure; another version may not run what the program needs. */
function writing({ tree, kind }: AgentConfig, runtime: string, before: string): Fix {
  const numbers = (text: string): string => (text.match(/\d+/g) ?? []).join('.');
  const same = numbers(before) === numbers(runtime) && /^py/i.test(before) === runtime.startsWith('PY');
  return {
    title: `Write \`${runtime}\``,
    safety: same ? 'safe' : 'review',
    edits: [{ kind: 'set', at: tree.at, path: [kind === 'cli' ? 'runtimeVersion' : 'runtime_type'], value: runtime }],
  };
}
