import type { Place } from '../../model/location.ts';
import type { Setting } from '../../model/value.ts';
import { environmentThing } from './python-environment.ts';
import { type Case, isManaged } from './python-case.ts';
import { describeVersion } from './python-line.ts';
import { asBoolean, asText, sawOf, settle, sourceOf } from './python-settings.ts';
import { type CallMade, given, type Given, type Thing } from './python-things.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** Whether requests with a foreign `Host` are refused, which AgentCore's requests have. */
export function guardOf(one: Case, transport: Setting<string>): Setting<boolean> {
  const { draft, begin, line, version } = one;
  const off = (because: string): Setting<boolean> => ({ kind: 'default', value: false, at: begin.at, because });
  if (transport.kind !== 'unclear' && transport.value === 'stdio') return off('stdio has no hosts');
  if (isManaged(one))
    return securityOf(given(draft.call, 'security_settings')) ?? off('no `security_settings` are given');
  if (line === undefined || !['mcp', 'fastmcp', 'mcp-lowlevel'].includes(draft.library))
    return off('there is no such guard');
  if (version.kind === 'unknown' && line.hostGuard === 'always')
    return {
      kind: 'unclear',
      saw: `not to be told without the version of ${describeVersion({ library: draft.library, version })}`,
      at: begin.at,
    };
  switch (line.hostGuard) {
    case 'none':
      return (
        securityOf(given(draft.call, 'transport_security')) ??
        off(`${describeVersion({ library: draft.library, version })} has none by itself`)
      );
    case 'constructor-host-loopback':
      return sureOnly(byHost(one, draft.call, 'the constructor is given no `host`'), one);
    case 'run-host-loopback':
      return byHost(
        one,
        begin.app === undefined ? begin.call : begin.app.call,
        `\`${begin.method}\` is given no \`host\``,
      );
    case 'always':
    case 'opt-in':
      return byOption(one, line.hostGuard === 'always');
  }
}

/** Older versions have no guard: without the version, none of those that have one can be believed. */
function sureOnly(guard: Setting<boolean>, { version }: Case): Setting<boolean> {
  if (version.kind !== 'unknown' || guard.kind === 'unclear' || !guard.value) return guard;
  return { kind: 'unclear', saw: `not to be told without the version: ${version.because}`, at: guard.at };
}

/** The official SDK: on when the `host` that it is told is loopback, whatever is bound in the end. */
function byHost({ begin }: Case, call: CallMade | undefined, missing: string): Setting<boolean> {
  const written = securityOf(given(call, 'transport_security'));
  if (written !== undefined) return written;
  const at = call?.expression.at ?? begin.at;
  const host = settle([sourceOf(given(call, 'host'))], asText, () => ({
    kind: 'default',
    value: '127.0.0.1',
    at,
    because: missing,
  }));
  if (host.kind === 'unclear') return { kind: 'unclear', saw: host.saw, at: host.at };
  if (host.kind === 'default' && call?.open === true)
    return { kind: 'unclear', saw: `\`${call.expression.text}\` (its arguments are not written out)`, at };
  return { ...host, value: LOOPBACK.has(host.value) };
}

/** `transport_security=TransportSecuritySettings(…)`. A bare one is on, and lets nobody in. */
function securityOf(argument: Given | undefined): Setting<boolean> | undefined {
  if (argument === undefined) return undefined;
  const { thing } = argument;
  if (thing.kind === 'known' && thing.value === null) return undefined;
  const { at, text } = argument.written.value;
  if (thing.kind !== 'made' || !thing.name.endsWith('TransportSecuritySettings'))
    return { kind: 'unclear', saw: sawOf(thing, text), at };
  const enabled = given(thing.call, 'enable_dns_rebinding_protection');
  const written = { as: 'literal', at: thing.call.expression.at, text: thing.call.expression.text } as const;
  const on: Setting<boolean> = { kind: 'set', value: true, at, written };
  const guard = settle([sourceOf(enabled)], asBoolean, () => on);
  if (guard.kind === 'unclear' || !guard.value) return guard;
  if (thing.call.open) return { kind: 'unclear', saw: `\`${text}\` (its arguments are not written out)`, at };
  const hosts = given(thing.call, 'allowed_hosts');
  if (hosts !== undefined && namesForeign(hosts.thing))
    return { kind: 'unclear', saw: allowing(hosts), at: hosts.written.at };
  const how = guard.kind === 'set' && guard.written !== undefined ? { written: guard.written } : {};
  return { kind: 'set', value: true, at, via: allowedText(thing.call), ...how };
}

/** Hosts of elsewhere are let in, and AgentCore's own may be among them: it calls the container by names that vary. */
function namesForeign(hosts: Thing): boolean {
  if (hosts.kind !== 'list') return hosts.kind !== 'known';
  return hosts.items.some(
    (item) =>
      item.kind !== 'known' ||
      !/^(?:\*|localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)(?::(?:\d+|\*))?$/.test(String(item.value)),
  );
}

function allowing({ written }: Given): string {
  return `limited to \`${written.value.text}\` (AgentCore's host may be among them)`;
}

/** The hosts that are let in; `*` is no wildcard here, only `name:*` for any port. */
function allowedText(call: CallMade): string {
  const hosts = given(call, 'allowed_hosts');
  return hosts === undefined
    ? '`TransportSecuritySettings` with no `allowed_hosts` lets no host in'
    : `\`allowed_hosts=${hosts.written.value.text}\``;
}

/** The fastmcp package: an argument, then a variable, then what the version does by itself. */
function byOption({ begin, draft, version, walk }: Case, always: boolean): Setting<boolean> {
  const call = begin.app === undefined ? begin.call : begin.app.call;
  const hosts = given(call, 'allowed_hosts');
  const variables = ['FASTMCP_HTTP_HOST_ORIGIN_PROTECTION', 'FASTMCP_HTTP_ALLOWED_HOSTS'].map((name) => ({
    name,
    isSet: walk.environment.has(name) || walk.surroundings.environment.some((one) => one.name === name),
  }));
  const [protection, allowed] = variables.map(({ name, isSet }) =>
    isSet ? environmentThing(name, undefined, walk) : undefined,
  );
  const guard = settle(
    [
      sourceOf(given(call, 'host_origin_protection')),
      protection === undefined
        ? undefined
        : { thing: protection, text: 'FASTMCP_HTTP_HOST_ORIGIN_PROTECTION', at: begin.at },
    ],
    (value) => (value === 'auto' ? true : asBoolean(value)),
    () =>
      ({
        kind: 'default',
        value: always,
        at: begin.at,
        because: `the default of ${describeVersion({ library: draft.library, version })}`,
      }) as Setting<boolean>,
  );
  if (guard.kind === 'unclear' || !guard.value) return guard;
  const lets = hosts?.thing ?? allowed;
  if (lets === undefined) return guard;
  if (hosts !== undefined && !letsAll(lets) && namesForeign(lets))
    return { kind: 'unclear', saw: allowing(hosts), at: hosts.written.at };
  return letsAll(lets)
    ? { kind: 'set', value: false, at: placeOf(lets, hosts?.written.at ?? begin.at), via: '`allowed_hosts` holds `*`' }
    : guard;
}

function letsAll(thing: Thing): boolean {
  if (thing.kind === 'known') return /"\*"|^\*$/.test(String(thing.value));
  return thing.kind === 'list' && thing.items.some((item) => item.kind === 'known' && item.value === '*');
}

function placeOf(thing: Thing, otherwise: Place): Place {
  return thing.kind === 'known' ? thing.at : otherwise;
}
