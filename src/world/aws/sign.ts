import { SignatureV4 } from '@smithy/signature-v4';
import { Failure } from '../../model/failure.ts';
import type { Signable, Signed, Signer } from '../../model/signing.ts';
import { clientConfig } from './client-config.ts';
import type { AwsOptions } from './index.ts';
import { loadService } from './service.ts';

/** What is used of the configuration of an SDK client: where it has its credentials from, and how it makes digests. */
interface Configured {
  readonly config: {
    readonly credentials: () => Promise<Identity>;
    readonly sha256: ConstructorParameters<typeof SignatureV4>[0]['sha256'];
  };
}

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Requests to a service are signed for its name and region. */
const SERVICE = 'bedrock-agentcore';

/** Finds credentials as every AWS tool finds them; a `Failure` says that there are none. */
export async function openSigner(options: AwsOptions, region: string): Promise<Signer> {
  const service = await loadService('sts');
  // Each client of the SDK has these two in its configuration.
  const { config } = new service.Client(clientConfig(options, 'sts', region)) as unknown as Configured;
  const identity = await config.credentials().catch((cause: unknown) => {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(
      `There are no AWS credentials to sign with: ${because.replace(/\.$/, '')}.`,
      'Sign in (`aws sso login`, `aws configure`), or name a profile with `--profile`.',
      { cause },
    );
  });
  const signer = new SignatureV4({ credentials: identity, region, service: SERVICE, sha256: config.sha256 });
  const own = [
    identity.accessKeyId,
    identity.secretAccessKey,
    ...(identity.sessionToken === undefined ? [] : [identity.sessionToken]),
  ];
  return {
    accessKeyId: identity.accessKeyId,
    async sign(request: Signable): Promise<Signed> {
      const { headers } = await signer.sign(httpRequestOf(request));
      const signature = /Signature=([0-9a-f]+)/.exec(headers['authorization'] ?? '')?.[1];
      return { headers, secrets: signature === undefined ? own : [...own, signature] };
    },
  };
}

type HttpRequest = Parameters<SignatureV4['presign']>[0];

function httpRequestOf({ method, url, headers, body }: Signable): HttpRequest {
  const at = new URL(url);
  return {
    method,
    protocol: at.protocol,
    hostname: at.hostname,
    ...(at.port === '' ? {} : { port: Number(at.port) }),
    path: at.pathname,
    query: Object.fromEntries(at.searchParams),
    headers: { ...headers, host: at.host },
    ...(body === undefined ? {} : { body }),
  };
}
