import type { Deployment } from './deployment.ts';

/** Packages of which the doctor names another version than the installer chose. */
export function misjudgedVersions(
  { server: { packages = {} } }: Deployment,
  installed: ReadonlyMap<string, string>,
): readonly string[] {
  return Object.entries(packages).flatMap(([name, resolved]) => {
    const version = installed.get(name);
    const same = resolved.kind === 'unknown' || version === undefined || version === resolved.version;
    return same ? [] : [`${name} ${version} is installed, and ${resolved.version} was expected`];
  });
}
