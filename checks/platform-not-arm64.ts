import { isPresent, valueAt } from '../src/domain/config/tree.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix, Safety } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Agent } from '../src/model/agent.ts';
import type { Dockerfile } from '../src/model/image.ts';
import type { Located } from '../src/model/location.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

const FOREIGN = /amd64|x86[-_]64|\b(386|i386)\b/i;

export default defineCheck({
  id: 'platform-not-arm64',
  title: 'The container is not built for ARM64',
  severity: 'error',
  why: 'AgentCore runs containers on ARM64 only (capacity providers apart) and refuses others with "Architecture incompatible for uri … Supported architectures: [arm64]".',
  remedy: 'Build for `linux/arm64`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
  ],
  fix: 'review',
  needs: ['agents', 'images'],

  *subjects({ agents, images }) {
    for (const agent of agents.agents) {
      if (agent.packaging !== 'container' || isPresent(valueAt(agent.config?.tree, 'capacityProviderConfiguration')))
        continue;
      yield { agent, image: images.files.find(({ path }) => path === agent.dockerfile) };
    }
  },

  judge({ agent, image }: { readonly agent: Agent; readonly image: Dockerfile | undefined }) {
    if (image?.platform !== undefined && FOREIGN.test(image.platform.value)) {
      return {
        message: `The image of \`${agent.name}\` is built for \`${image.platform.value}\`.`,
        remedy: 'Write `FROM --platform=linux/arm64`, or leave the platform to the build.',
        at: image.platform.at,
        ...optional('fix', image.platformIsArgument ? undefined : forArm(image, image.platform)),
      };
    }
    const base = image?.stages.at(-1)?.base;
    if (base !== undefined && /^(docker\.io\/)?amd64\//.test(base.value)) {
      return {
        message: `The image of \`${agent.name}\` stands on \`${base.value}\`, which is amd64 only.`,
        remedy: `Write \`FROM ${base.value.replace('amd64/', '')}\`.`,
        at: base.at,
        fix: {
          title: `Write \`FROM ${base.value.replace('amd64/', '')}\``,
          safety: safetyOf(base.value),
          edits: [{ kind: 'swap', at: base.at, from: 'amd64/', to: '' }],
        },
      };
    }
    const platform = agent.config?.platform;
    if (platform === undefined || !FOREIGN.test(platform.value)) return undefined;
    // The toolkit writes this key and never reads it: it builds for linux/arm64 whatever stands there (0.3.10).
    const message = `The manifest gives \`${agent.name}\` the platform \`${platform.value}\`; the toolkit passes over it and builds for ARM64.`;
    return {
      severity: 'note' as const,
      message,
      remedy: 'Write `platform: linux/arm64`.',
      at: platform.at,
      ...optional('fix', agent.config === undefined ? undefined : inManifest(agent.config)),
    };
  },
});

function forArm({ stages }: Dockerfile, { value, at }: Located<string>): Fix {
  const platform = value.includes('/') ? 'linux/arm64' : 'arm64';
  return {
    title: `Write \`FROM --platform=${platform}\``,
    safety: safetyOf(stages.at(-1)?.base.value ?? ''),
    edits: [{ kind: 'swap', at, from: value, to: platform }],
  };
}

/** A digest may be that of the image for one platform alone. */
function safetyOf(base: string): Safety {
  return base.includes('@') ? 'review' : 'safe';
}

function inManifest({ tree }: AgentConfig): Fix {
  return {
    title: 'Write `platform: linux/arm64`',
    safety: 'safe',
    edits: [{ kind: 'set', at: tree.at, path: ['platform'], value: 'linux/arm64' }],
  };
}
