import type { RuntimeState } from '../../model/cloud.ts';
import type { Json } from '../../model/json.ts';
import { textOf, valueAt } from '../config/tree.ts';
import { roleNameOf } from './arns.ts';
import { authorizerParts } from './authorizer-drift.ts';
import { memberAt, textAt } from './documents.ts';
import { type Part, partOf, type Written } from './drift-part.ts';

/** Everything that the files say and that the deployed runtime can be held against. */
export function partsOf(written: Written, { document, roleArn, protocol = 'HTTP' }: RuntimeState): readonly Part[] {
  return [
    ...protocolPart(written, protocol),
    ...rolePart(written, roleArn),
    ...artifactParts(written, document),
    ...networkPart(written, document),
    ...variableParts(written, document),
    ...authorizerParts(written, document),
  ];
}

function protocolPart({ agent: { protocol } }: Written, deployed: string): readonly Part[] {
  if (protocol.kind === 'unclear') return [];
  const pointer = '/protocolConfiguration/serverProtocol';
  return [partOf({ what: 'The protocol', inFiles: protocol.value, deployed, pointer, at: protocol.at })];
}

/** Tools write the ARN or the name; what an option says is not of the files. */
function rolePart({ target: { role } }: Written, roleArn: string): readonly Part[] {
  if (role?.at === undefined || roleArn === '') return [];
  const isSame = role.value.startsWith('arn:')
    ? role.value === roleArn
    : roleNameOf(role.value) === roleNameOf(roleArn);
  return [
    { what: 'The execution role', inFiles: role.value, deployed: roleArn, isSame, pointer: '/roleArn', at: role.at },
  ];
}

function artifactParts({ config, target: { image } }: Written, document: Json): readonly Part[] {
  const artifact = memberAt(document, 'agentRuntimeArtifact');
  const uri = textAt(artifact, 'containerConfiguration', 'containerUri');
  const code = memberAt(artifact, 'codeConfiguration');
  if (uri === undefined && code === undefined) return [];
  const deployed = uri === undefined ? 'code-zip' : 'container';
  const pointer = '/agentRuntimeArtifact';
  if (config.packaging !== deployed)
    return [partOf({ what: 'The packaging', inFiles: config.packaging, deployed, pointer, at: config.at })];
  if (uri !== undefined && image?.at !== undefined) {
    const [repository, named] = [withoutTag(uri), withoutTag(image.value)];
    const isSame = named === repository || (!named.includes('.') && repository.endsWith(`/${named}`));
    const place = `${pointer}/containerConfiguration/containerUri`;
    return [{ what: 'The repository', inFiles: named, deployed: repository, isSame, pointer: place, at: image.at }];
  }
  const runtime = textAt(code, 'runtime');
  const written = config.runtimeVersion;
  if (runtime === undefined || written === undefined) return [];
  const place = `${pointer}/codeConfiguration/runtime`;
  return [
    partOf({ what: 'The language runtime', inFiles: written.value, deployed: runtime, pointer: place, at: written.at }),
  ];
}

/** A repository of ECR without what follows it: `:tag`, `@sha256:…`. */
function withoutTag(uri: string): string {
  return uri.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

function networkPart({ config }: Written, document: Json): readonly Part[] {
  const mode = valueAt(
    config.tree,
    ...(config.kind === 'cli' ? ['networkMode'] : ['aws', 'network_configuration', 'network_mode']),
  );
  const inFiles = textOf(mode);
  const deployed = textAt(document, 'networkConfiguration', 'networkMode');
  if (mode === undefined || inFiles === undefined || deployed === undefined) return [];
  return [
    partOf({ what: 'The network mode', inFiles, deployed, pointer: '/networkConfiguration/networkMode', at: mode.at }),
  ];
}

/** Tools add variables of their own; one that the files name and the runtime lacks was not deployed. */
function variableParts({ config }: Written, document: Json): readonly Part[] {
  const names = new Set(Object.keys(memberAt(document, 'environmentVariables') ?? {}));
  return config.environment.map(({ name, at }) => ({
    what: `The environment variable \`${name}\``,
    inFiles: 'set',
    deployed: names.has(name) ? 'set' : 'not set',
    isSame: names.has(name),
    pointer: '/environmentVariables',
    at,
  }));
}
