/** The six parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** What follows the account: `role/path/name`. */
  readonly resource: string;
}

/** Splits an ARN; nothing for a text that is none. */
export function arnOf(text: string): Arn | undefined {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/.exec(text);
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** The id of the runtime in its ARN, or the text itself: `arn:…:runtime/weather-abc` and `weather-abc` are one. */
export function runtimeIdOf(text: string): string {
  const arn = arnOf(text);
  return (arn?.resource ?? text).replace(/^runtime\//, '').split('/')[0] ?? text;
}

/** The name of a role: what follows the last slash of its ARN. Its path is no part of it. */
export function roleNameOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/**
 * The user pool of a discovery URL or an issuer, for both forms that Cognito has.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * (verified 2026-11-25; `issuer-cognito-idp` is the host of pools with an updated issuer)
 */
export function userPoolIn(url: string): { readonly region: string; readonly id: string } | undefined {
  const match =
    /^https?:\/\/(?:issuer-)?cognito-idp\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([\w-]+_[0-9A-Za-z]+)/.exec(url);
  const [, region, id] = match ?? [];
  return region === undefined || id === undefined ? undefined : { region, id };
}
