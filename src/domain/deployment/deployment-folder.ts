import { type Code, type Group, groupAt, groupOf, literalAt, memberIn, type Part } from './code-literals.ts';
import { folderOf, joinPath } from '../paths.ts';

/** The folder that an asset is made of: `fromAsset(path.join(__dirname, "../server"))`, `directory: "server"`. */
export function assetFolderOf(code: Code, artifact: Part | undefined, path: string): string | undefined {
  const written = artifact === undefined ? '' : code.mask.slice(artifact.start, artifact.end);
  const call = /\bfrom_?(?:Code)?_?(?:Asset|asset|code_asset)\s*\(/.exec(written);
  if (artifact !== undefined && call !== null) {
    const group = groupAt(code, artifact.start + call.index + call[0].length - 1);
    const first = memberIn(groupsIn(code, group), 'path') ?? memberIn(group, 'path', 'directory') ?? group.members[0];
    return first === undefined ? undefined : pathOf(code, first.value, path);
  }
  const assets = [...code.mask.matchAll(/\bDockerImageAsset\s*\(/g)];
  const only = assets.length === 1 ? assets[0] : undefined;
  if (only === undefined || !/containerUri|container_uri|AgentRuntimeArtifact/.test(code.text)) return undefined;
  const group = groupAt(code, only.index + only[0].length - 1);
  const directory = memberIn(group, 'directory') ?? memberIn(groupsIn(code, group), 'directory');
  return directory === undefined ? undefined : pathOf(code, directory.value, path);
}

const HERE =
  /^(?:__dirname|import\.meta\.dirname|os\.path\.dirname\((?:os\.path\.(?:abspath|realpath)\()?__file__\)?\))$/;

function pathOf(code: Code, part: Part, path: string): string | undefined {
  const literal = literalAt(code, part);
  // A relative path is seen from where the tool is started: most often the folder above `bin/` and `lib/`.
  if (literal !== undefined)
    return literal.value.startsWith('/')
      ? undefined
      : joinPath(folderOf(path).replace(/(?:^|\/)(?:lib|bin|src|stacks)(?:\/.*)?$/, ''), literal.value);
  const [head] =
    /^(?:path\.(?:join|resolve)|join|resolve|os\.path\.join)\s*(?=\()/.exec(code.mask.slice(part.start, part.end)) ??
    [];
  if (head === undefined) return undefined;
  const [base, ...rest] = groupAt(code, part.start + head.length).members;
  const parts = rest.map(({ value }) => literalAt(code, value)?.value);
  if (base === undefined || !HERE.test(code.text.slice(base.value.start, base.value.end)) || parts.includes(undefined))
    return undefined;
  return joinPath(folderOf(path), parts.join('/'));
}

/** The members of the objects that a call is given: `fromCodeAsset({ path, entrypoint })`. */
export function groupsIn(code: Code, group: Group | undefined): Group | undefined {
  const members = group?.members.flatMap((member) =>
    member.key === undefined ? (groupOf(code, member.value)?.members ?? []) : [],
  );
  return members === undefined ? undefined : { members, open: undefined };
}
