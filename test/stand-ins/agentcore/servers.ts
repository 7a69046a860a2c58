import { forwarded, signedAs, type Upstreams, wholeBody } from '../wire/upstream.ts';
import type { Place } from './artifact-rules.ts';
import { type RunningBundle, startBundle } from './bundle.ts';
import type { ServerOf } from './data.ts';
import { type Document, documentAt, textAt, textsAt } from './document.ts';
import { type RuntimeLog, runtimeLog } from './runtime-log.ts';
import type { Endpoint, Runtime, Version } from './store.ts';

/** The servers behind the runtimes. */
export interface Servers {
  readonly serverOf: ServerOf;
  readonly give: (runtimeName: string, endpoint: string) => void;
  readonly log: (runtimeName: string, line: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Ways {
  readonly environment?: { readonly [name: string]: string };
  readonly startLimitMs?: number;
}

/**
 * Servers that a test gives, and processes of the code artifacts: one for a version, started by its first request. Once a
 * newer version is asked for, the process of the older one ends; on AWS its sessions would live on.
 */
export function openServers(
  { environment = {}, startLimitMs = 30_000 }: Ways,
  upstreams: Upstreams | undefined,
): Servers {
  const given = new Map<string, string>();
  const running = new Map<string, { readonly version: string; readonly bundle: Promise<RunningBundle> }>();
  const logs = new Map<string, { readonly name: string; readonly log: RuntimeLog }>();

  const logOf = (runtime: Runtime, version: Version, endpoint: Endpoint): RuntimeLog | undefined => {
    const key = `${runtime.arn} ${endpoint.name}`;
    const known = logs.get(key);
    if (known !== undefined || upstreams === undefined) return known?.log;
    const name = `${runtime.id}-${endpoint.name}`;
    const log = runtimeLog({
      place: placeOf(runtime),
      name,
      role: textAt(version.document, 'roleArn') ?? '',
      upstreams,
    });
    logs.set(key, { name: runtime.name, log });
    return log;
  };

  const start = async (runtime: Runtime, version: Version, log: RuntimeLog | undefined): Promise<RunningBundle> => {
    const archive = await archiveOf(version.document, placeOf(runtime), upstreams);
    if (archive === undefined) return { url: undefined, ended: true, stop: () => Promise.resolve() };
    const { environmentVariables } = version.document;
    return startBundle({
      archive,
      entryPoint: textsAt(version.document, 'agentRuntimeArtifact', 'codeConfiguration', 'entryPoint') ?? [],
      environment: { AWS_REGION: placeOf(runtime).region, ...environment, ...Object(environmentVariables) },
      limitMs: startLimitMs,
      onLine: (line) => log?.write(line),
    });
  };

  return {
    serverOf: async (runtime, version, endpoint) => {
      const log = logOf(runtime, version, endpoint);
      const endpointGiven = given.get(runtime.name);
      if (endpointGiven !== undefined) return { url: endpointGiven };
      const key = `${runtime.arn} ${endpoint.name}`;
      let entry = running.get(key);
      if (entry?.version !== version.number) {
        await entry?.bundle.then(({ stop }) => stop());
        entry = { version: version.number, bundle: start(runtime, version, log) };
        running.set(key, entry);
      }
      const { url, ended, stop } = await entry.bundle;
      if (url !== undefined) return { url };
      // The next request gets a new microVM.
      running.delete(key);
      await stop();
      return { none: ended ? 'ended' : 'too late' };
    },
    give: (name, endpoint) => void given.set(name, endpoint),
    log: async (name, line) => {
      const own = [...logs.values()].filter((one) => one.name === name);
      if (own.length === 0) throw new Error(`${name} has no log before its first request`);
      for (const { log } of own) log.write(line);
      for (const { log } of own) await log.flush();
    },
    close: async () => {
      for (const { bundle } of running.values()) await (await bundle).stop();
      for (const { log } of logs.values()) await log.flush();
    },
  };
}

function placeOf({ place }: Runtime): Place {
  const [account = '', region = ''] = place.split('/');
  return { account, region };
}

/** The zip of a code artifact. */
async function archiveOf(
  document: Document,
  place: Place,
  upstreams: Upstreams | undefined,
): Promise<Buffer | undefined> {
  const s3 = documentAt(document, 'agentRuntimeArtifact', 'codeConfiguration', 'code', 's3');
  const [bucket, key] = [textAt(s3, 'bucket'), textAt(s3, 'prefix')];
  if (bucket === undefined || key === undefined || upstreams === undefined) return undefined;
  const target = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const sent = { method: 'GET', target, headers: signedAs(place, 's3'), body: Buffer.alloc(0) };
  const answer = await forwarded(sent, upstreams['s3'] ?? upstreams.default);
  return answer.status === 200 ? wholeBody(answer) : undefined;
}
