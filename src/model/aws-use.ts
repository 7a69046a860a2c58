import type { Place } from './location.ts';

/** What the code of deployed servers visibly asks of AWS services. */
export interface AwsUses {
  readonly uses: readonly AwsUse[];
}

export interface AwsUse {
  /** The agent whose server it is; empty where none is declared. */
  readonly agent: string;
  /** `bedrock:ApplyGuardrail`. */
  readonly action: string;
  /** As the code writes it: `apply_guardrail`, `ApplyGuardrailCommand`. */
  readonly saw: string;
  readonly at: Place;
}
