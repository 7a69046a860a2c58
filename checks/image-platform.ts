import { type DeployedImage, deployedImages } from '../src/domain/image/deployed-images.ts';
import { allEntriesOf } from '../src/domain/config/tree.ts';
import type { Agent } from '../src/model/agent.ts';
import type { Located, Place } from '../src/model/location.ts';
import type { Fix, Safety } from '../src/model/change.ts';
import type { Stage } from '../src/model/image.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';

export default defineCheck({
  id: 'image-platform',
  title: 'The image is built for x86',
  severity: 'error',
  why: 'AgentCore runs containers on ARM64 and refuses to create a runtime from an image that has no `linux/arm64`.',
  remedy: 'Build the image for `linux/arm64`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html',
    'https://docs.docker.com/reference/dockerfile/#from',
  ],
  fix: 'review',
  needs: ['project', 'images', 'agents', 'servers'],

  subjects: (facts) => deployedImages(facts).filter(({ agents }) => !agents.some(choosesInstances)),

  judge({ image: { platform, platformOption, platformIsArgument, stages } }: DeployedImage) {
    if (platform !== undefined && /^(?:linux\/)?(?:amd64|x86_64|386)$/.test(platform.value)) {
      if (!platformIsArgument) {
        const message = `The image is built for \`${platform.value}\`.`;
        return {
          message,
          at: platform.at,
          remedy: 'Write `--platform=linux/arm64`, or leave the option out and build on ARM64.',
          fix: platformFix(stages, platform.at, platformOption),
        };
      }
      return { unclear: `The platform is a build argument whose default is \`${platform.value}\`.`, at: platform.at };
    }
    const base = stages.at(-1)?.base;
    if (base === undefined || !/^(?:docker\.io\/)?(?:amd64|i386)\/|[-:](?:amd64|x86_64)$/.test(base.value))
      return undefined;
    const message = `The base image \`${base.value}\` exists for x86 only.`;
    return {
      message,
      at: base.at,
      remedy: 'Take the same base image under its name for all platforms, or for `arm64`.',
      ...baseFix(base),
    };
  },
});

/** On compute of its own an agent may run on x86. */
function choosesInstances({ config }: Agent): boolean {
  if (config === undefined) return false;
  return [...allEntriesOf(config.tree)].some(({ entry }) => /^capacity_?provider/i.test(entry.key));
}

/** The image is one for AgentCore, which takes no other; whether its base has more platforms, a digest does not say. */
function platformFix(stages: readonly Stage[], platform: Place, option: Place | undefined): Fix {
  const arm: Fix = {
    title: 'Write `--platform=linux/arm64`',
    safety: stages.some(({ base }) => base.value.includes('@')) ? 'review' : 'safe',
    edits: [{ kind: 'replace', at: platform, put: 'linux/arm64' }],
  };
  if (option === undefined) return arm;
  const leave: Fix = {
    name: 'no-platform',
    title: 'Leave `--platform` out, and build on ARM64',
    safety: 'review',
    edits: [{ kind: 'replace', at: option, put: '' }],
  };
  return { ...arm, name: 'arm64', alternatives: [leave] };
}

/** Docker's own images have one name for all platforms and one for each. */
function baseFix({ value, at }: Located<string>): Pick<Finding, 'fix'> {
  const [, owner] = /^(?:docker\.io\/)?((?:amd64|i386)\/)[\w.-]+(?::[\w.-]+)?$/.exec(value) ?? [];
  if (owner === undefined || /[-:](?:amd64|x86_64)$/.test(value)) return {};
  const swap = (name: string, to: string, safety: Safety): Fix => ({
    name,
    title: `Write \`${value.replace(owner, to)}\``,
    safety,
    edits: [{ kind: 'swap', at, from: owner, to }],
  });
  return { fix: { ...swap('all-platforms', '', 'safe'), alternatives: [swap('arm64', 'arm64v8/', 'review')] } };
}
