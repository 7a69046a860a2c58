import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { rootCertificates } from 'node:tls';

/** What the SDK needs so that it trusts the certificates of `AWS_CA_BUNDLE`, as every other AWS tool does. */
export function certificateAgent(environment: { readonly [name: string]: string | undefined }): {
  readonly httpsAgent?: Agent;
} {
  const bundle = environment['AWS_CA_BUNDLE'];
  if (bundle === undefined || bundle === '') return {};
  try {
    const ca = [...rootCertificates, readFileSync(bundle, 'utf8')];
    return { httpsAgent: new Agent({ ca, keepAlive: true, maxSockets: 50 }) };
  } catch {
    // A file that cannot be read leaves the certificates of the system; the first call says what comes of it.
    return {};
  }
}
