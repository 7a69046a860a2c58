import { discover, ERAS, initialize, listTools, ping, type Planned } from '../rehearsal/requests.ts';

// What is asked of an endpoint. Each request differs in one thing from the handshake that clients begin with, so that the
// answers prove a cause: in who calls, in the address, in the types that are accepted, in the version, in the session.

const [FIRST, SECOND] = ERAS;

/** The handshake; it is what every other request is held against. */
export function handshake(name: string, more: Partial<Planned> = {}): Planned {
  return initialize(name, FIRST, more);
}

/** The same with another version of the protocol, newest last. */
export function otherEras(): readonly Planned[] {
  return [initialize(`initialize-${SECOND}`, SECOND), discover('discover')];
}

/** The same with less in `Accept`: whoever takes these and not both together reads the header by itself. */
export function otherAccepts(): readonly Planned[] {
  return [
    handshake('accept-any', { headers: { accept: '*/*' } }),
    handshake('accept-json', { headers: { accept: 'application/json' } }),
  ];
}

/** What a client sends once its handshake was answered. Nothing but 202 comes back. */
export function initialized(session: string | undefined): Planned {
  const { headers } = listTools('initialized', session);
  return {
    name: 'initialized',
    method: 'POST',
    headers,
    body: '{"jsonrpc":"2.0","method":"notifications/initialized"}',
  };
}

export function tools(name: string, session: string | undefined): Planned {
  return listTools(name, session);
}

/** A `ping` without a session, as AgentCore's health check sends it. */
export function lonePing(): Planned {
  return ping('ping');
}

/** The document that says which issuers an endpoint trusts. https://datatracker.ietf.org/doc/html/rfc9728 (verified 2026-11-26) */
export function metadata(url: string): Planned {
  return { name: 'metadata', method: 'GET', path: metadataUrl(url), headers: { accept: 'application/json' } };
}

/** Where AgentCore serves it: behind the path of the invocations, with the same query. */
export function metadataUrl(url: string): string {
  const at = new URL(url);
  at.pathname = `${at.pathname.replace(/\/$/, '')}/.well-known/oauth-protected-resource`;
  return at.href;
}

/** The documents of an issuer: that of OpenID Connect, and that of OAuth, which clients that register themselves ask for. */
export function issuerUrls(issuer: string): readonly (readonly [name: string, url: string])[] {
  const base = issuer.replace(/\/$/, '');
  const at = new URL(base);
  const path = at.pathname.replace(/\/$/, '');
  return [
    ['issuer-openid', `${base}/.well-known/openid-configuration`],
    // https://datatracker.ietf.org/doc/html/rfc8414#section-3.1 puts it before the path (verified 2026-11-26).
    ['issuer-oauth', `${at.origin}/.well-known/oauth-authorization-server${path}`],
  ];
}
