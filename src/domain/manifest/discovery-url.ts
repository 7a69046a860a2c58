import type { Safety } from '../../model/change.ts';

/** What can be read off the URL of an OpenID configuration. */
export interface DiscoveryUrl {
  /** Amazon Cognito's own address of a pool, as issuer. */
  readonly cognito?: { readonly region: string; readonly pool: string; readonly poolRegion: string | undefined };
  /** The domain of Cognito's hosted UI, which serves no such document. */
  readonly hostedUi?: { readonly region: string };
}

const SUFFIX = '/.well-known/openid-configuration';

/** Takes a discovery URL apart; whatever stands there, it says what it can. */
export function readDiscoveryUrl(url: string): DiscoveryUrl {
  const cognito = /^https?:\/\/cognito-idp\.([^./]+)\.amazonaws\.com(?:\.cn)?\/([^/]*)/.exec(url);
  if (cognito !== null) {
    const [, region = '', pool = ''] = cognito;
    return { cognito: { region, pool, poolRegion: /^([a-z]{2}(?:-[a-z]+)+-\d)_\w+$/.exec(pool)?.[1] } };
  }
  const hosted = /^https?:\/\/[^/]+\.auth\.([^./]+)\.amazoncognito\.com/.exec(url);
  return hosted === null ? {} : { hostedUi: { region: hosted[1] ?? '' } };
}

/** Why no runtime accepts a discovery URL, and what to write instead. */
export interface UrlFault {
  readonly fault: string;
  readonly instead: string;
  /** It holds whatever takes the place of the placeholders in the URL. */
  readonly certain: boolean;
  /** How sure it is that what to write instead is right; absent where something has to be filled in. */
  readonly safety?: Safety;
}

/**
 * The first thing that is wrong with a discovery URL. The API asks for the suffix, the CLI for https as well.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomJWTAuthorizerConfiguration.html
 * (verified 2026-11-23)
 */
export function faultOfUrl(url: string): UrlFault | undefined {
  const { cognito, hostedUi } = readDiscoveryUrl(url);
  if (hostedUi !== undefined) {
    return {
      fault:
        'is on the domain of the hosted UI, which serves no OpenID configuration and issues no tokens in its own name',
      instead: `https://cognito-idp.${hostedUi.region}.amazonaws.com/<user pool id>${SUFFIX}`,
      certain: true,
    };
  }
  if (!url.endsWith(SUFFIX)) {
    // The suffix with something behind it was meant; other addresses may belong to no issuer at all.
    const issuer = cognito?.poolRegion !== undefined || url.includes(SUFFIX);
    return {
      fault: `does not end in \`${SUFFIX}\``,
      instead: withSuffix(url),
      certain: true,
      safety: issuer ? 'safe' : 'review',
    };
  }
  if (!url.startsWith('https://')) {
    return {
      fault: 'does not begin with `https://`',
      instead: url.replace(/^(http:\/\/)?/, 'https://'),
      certain: true,
      safety: cognito === undefined ? 'review' : 'safe',
    };
  }
  if (!/^https:\/\/[^/\s]+\.[^/\s]+\//.test(url) || /\s/.test(url))
    return { fault: 'is not a URL', instead: `https://<issuer>${SUFFIX}`, certain: false };
  return cognito === undefined ? undefined : faultOfPool(url, cognito);
}

function faultOfPool(url: string, cognito: NonNullable<DiscoveryUrl['cognito']>): UrlFault | undefined {
  const instead = `https://cognito-idp.${cognito.region}.amazonaws.com/<user pool id>${SUFFIX}`;
  if (cognito.pool === '' || cognito.pool === '.well-known')
    return { fault: 'names no user pool', instead, certain: true };
  if (cognito.poolRegion === undefined)
    return { fault: `names \`${cognito.pool}\`, which is not the id of a user pool`, instead, certain: false };
  if (cognito.poolRegion === cognito.region) return undefined;
  return {
    certain: false,
    fault: `asks Cognito in \`${cognito.region}\` for a pool of \`${cognito.poolRegion}\``,
    instead: url.replace(`cognito-idp.${cognito.region}.`, `cognito-idp.${cognito.poolRegion}.`),
    // The id of the pool may be what is wrong.
    safety: 'review',
  };
}

/** RFC 8414 puts `.well-known` before the path of the issuer, OpenID Connect behind it. */
function withSuffix(url: string): string {
  const [, host = '', path] = /^(https?:\/\/[^/]+)\/\.well-known\/[\w-]+\/([^?#]+)$/.exec(url) ?? [];
  const issuer = (path === undefined ? url.replace(/\/?\.well-known(?:\/.*)?$/, '') : `${host}/${path}`).replace(
    /\/+$/,
    '',
  );
  return `${issuer.startsWith('http') ? issuer : `https://${issuer}`}${SUFFIX}`;
}
