/** A request that is to be signed. */
export interface Signable {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string | undefined;
}

export interface Signed {
  /** All headers, the signature's own among them. */
  readonly headers: { readonly [name: string]: string };
  /** What of them must not be kept or shown. */
  readonly secrets: readonly string[];
}

/** Signs requests with AWS credentials (SigV4). */
export interface Signer {
  /** Says which key signs; it is no secret by itself. */
  readonly accessKeyId: string;
  sign(request: Signable): Promise<Signed>;
}
