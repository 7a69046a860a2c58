import type { ResolvedVersion } from '../../model/dependency.ts';
import { compareVersions } from '../dependency/versions.ts';

/** A change of behaviour between two releases of an npm package. */
export interface Behaviour {
  readonly package: string;
  /** The first release that behaves so. */
  readonly since: string;
  /** What the running process then does. */
  readonly does: string;
  readonly source: string;
  readonly verified: string;
}

const SDK = 'https://github.com/modelcontextprotocol/typescript-sdk';

/** What changed between releases of the npm packages: seen in running servers (SDK), read in the packages (fastmcp). */
export const behaviours = {
  streamableHttp: {
    package: '@modelcontextprotocol/sdk',
    since: '1.10.0',
    does: '`server/streamableHttp.js` exists',
    source: `${SDK}/releases/tag/1.10.0`,
    verified: '2026-11-25',
  },
  transportReuse: {
    package: '@modelcontextprotocol/sdk',
    since: '1.26.0',
    does: 'a stateless transport answers its first request only, and a connected server refuses a second transport',
    source: `${SDK}/releases/tag/v1.26.0`,
    verified: '2026-11-23',
  },
  fastmcpStateless: {
    package: 'fastmcp',
    since: '3.13.0',
    does: '`httpStream.stateless` exists',
    source: 'https://github.com/punkpeye/fastmcp/releases',
    verified: '2026-11-23',
  },
  fastmcpHost: {
    package: 'fastmcp',
    since: '3.15.0',
    does: '`httpStream.host`, `--host` and `FASTMCP_HOST` exist and default to `localhost`',
    source: 'https://github.com/punkpeye/fastmcp/releases',
    verified: '2026-11-23',
  },
} as const satisfies Record<string, Behaviour>;

/** Whether a resolved version behaves as a row says; `undefined` when the version is not known. */
export function behavesAs({ since }: Behaviour, version: ResolvedVersion): boolean | undefined {
  return version.kind === 'unknown' ? undefined : compareVersions('npm', version.version, since) >= 0;
}
