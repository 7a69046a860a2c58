import type { Gap } from '../../model/fact.ts';
import type { Endpoint } from '../../model/probe.ts';

/** What is known beside the word that names the endpoint. */
export interface Around {
  readonly qualifier?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  /** `AWS_ENDPOINT_URL_BEDROCK_AGENTCORE`, or what stands for it. */
  readonly custom?: string | undefined;
}

export type Addressed = { readonly ok: true; readonly endpoint: Endpoint } | { readonly ok: false; readonly gap: Gap };

/** A sentence about an address that cannot be used. */
export function refused(because: string, hint?: string): Addressed {
  return { ok: false, gap: hint === undefined ? { because } : { because, hint } };
}
