import type { Dependencies, Ecosystem, ResolvedVersion } from '../model/dependency.ts';
import type { Install } from '../model/image.ts';

/** What is known about how a server's code is packed and installed. */
export interface BuildScope {
  /** The folder of the server's code; empty for the root. */
  readonly folder: string;
  /** What the Dockerfile that builds it installs; absent: no Dockerfile is known. */
  readonly installs?: readonly Install[];
  /** The build context of that Dockerfile; absent: the server's folder. */
  readonly dockerfileFolder?: string;
  /** The AgentCore tool that installs the packages by itself, when no Dockerfile does. Neither reads `uv.lock`. */
  readonly packagedBy?: 'toolkit' | 'cli';
}

/** The version of a package that a fresh build installs. */
export function resolveVersion(
  dependencies: Dependencies,
  scope: BuildScope,
  ecosystem: Ecosystem,
  name: string,
): ResolvedVersion {
  void [dependencies, scope, ecosystem];
  return { kind: 'unknown', because: `no file names \`${name}\`` };
}
