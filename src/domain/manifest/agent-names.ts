import type { Deployments, RuntimeDeclaration } from '../../model/deployment.ts';
import type { Located } from '../../model/location.ts';
import type { Manifests } from '../../model/manifest.ts';
import { configsOf, isOpen } from './agent-config.ts';
import { RESERVED_PROJECT_NAMES } from './cli-schema.ts';
import { locatedText, valueAt } from '../config/tree.ts';

/** A name that AgentCore or one of its tools gets to see. */
export interface GivenName {
  readonly name: Located<string>;
  readonly of: 'agent' | 'project';
  readonly by: 'manifest' | RuntimeDeclaration['by'];
  /** The CLI deploys a runtime as `<project>_<runtime>`. */
  readonly project?: string;
}

/** The names of agent runtimes and CLI projects. Names of gateways, repositories, roles and stacks are not among them. */
export function* namesIn(manifests: Manifests, { declarations }: Deployments): Iterable<GivenName> {
  for (const file of manifests.files) {
    const project = file.kind === 'cli' ? locatedText(valueAt(file.tree, 'name')) : undefined;
    if (project !== undefined) yield { name: project, of: 'project', by: 'manifest' };
    for (const agent of file.agents) {
      const name = agent.name ?? agent.key;
      if (name !== undefined)
        yield { name, of: 'agent', by: 'manifest', ...(project === undefined ? {} : { project: project.value }) };
    }
  }
  const known = new Set(configsOf(manifests).flatMap(({ name }) => name?.value ?? []));
  for (const { name, by } of declarations) {
    // A document repeats what a manifest says; once is enough.
    if (name !== undefined && !(by === 'document' && known.has(name.value))) yield { name, of: 'agent', by };
  }
}

/**
 * What CreateAgentRuntime takes for a name.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html (verified 2026-11-23)
 */
export const RUNTIME_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/;

/** What is wrong with a name, and a name that is right. */
export interface NameFault {
  readonly message: string;
  readonly remedy?: string;
  /** `sure`: only letters that are not allowed became underscores. */
  readonly right?: { readonly name: string; readonly sure: boolean };
}

/** The first thing that is wrong with a name. */
export function faultOfName({ name: { value: name }, of, project }: GivenName): NameFault | undefined {
  if (isOpen(name)) return undefined;
  if (of === 'project') return faultOfProject(name);
  if (!RUNTIME_NAME.test(name)) {
    const right = rightName(name);
    return {
      message: `The agent is called \`${name}\`, which ${reasonOf(name)}.`,
      remedy: `Call it \`${right}\`.`,
      right: { name: right, sure: name.replaceAll(/[^a-zA-Z0-9_]/g, '_') === right },
    };
  }
  const whole = project === undefined ? '' : `${project}_${name}`;
  if (whole.length <= 48) return undefined;
  return {
    message: `The runtime is deployed as \`${whole}\`, which has ${whole.length} characters; 48 are allowed.`,
    remedy: `Shorten \`${name}\` to ${48 - (project?.length ?? 0) - 1} characters or fewer.`,
  };
}

/** https://www.npmjs.com/package/@aws/agentcore (0.30.0, `dist/schema/schemas/agentcore-project.js`, verified 2026-11-23) */
function faultOfProject(name: string): NameFault | undefined {
  const right = name
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .replace(/^[^a-zA-Z]+/, '')
    .slice(0, 23);
  if (!/^[A-Za-z][A-Za-z0-9]{0,22}$/.test(name)) {
    const message = `The project is called \`${name}\`; the CLI takes a letter and up to 22 letters and digits.`;
    return right === ''
      ? { message }
      : { message, remedy: `Call it \`${right}\`.`, right: { name: right, sure: false } };
  }
  if (!RESERVED_PROJECT_NAMES.has(name.toLowerCase())) return undefined;
  return {
    message: `The project is called \`${name}\`, as a package of the CLI's templates is; the CLI refuses the name.`,
    remedy: `Call it \`${name}Project\`, for example.`,
    right: { name: `${name}Project`, sure: false },
  };
}

function reasonOf(name: string): string {
  if (name === '') return 'is no name';
  const strange = [...new Set([...name].filter((character) => !/[a-zA-Z0-9_]/.test(character)))];
  if (strange.length > 0)
    return `holds ${strange.map((character) => (character === '-' ? 'a hyphen' : character === ' ' ? 'a space' : `\`${character}\``)).join(' and ')}`;
  if (!/^[a-zA-Z]/.test(name)) return 'does not begin with a letter';
  return `has ${name.length} characters; 48 are allowed`;
}

function rightName(name: string): string {
  const clean = name
    .trim()
    .replaceAll(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/^[^a-zA-Z]+/, '')
    .slice(0, 48);
  return clean === '' ? 'my_agent' : clean;
}
