import type { AwsError } from '../wire/answer.ts';
import type { AwsRequest } from '../wire/request.ts';

/** Looks at a request on its way to an emulator: refuses it, lets another body be sent in its place, or lets it pass. */
export type Refuse = (
  request: AwsRequest,
  upstream: string,
) => Promise<AwsError | { readonly body: Buffer } | undefined>;
