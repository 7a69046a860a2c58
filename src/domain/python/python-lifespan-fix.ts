import type { Edit, Fix } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import type { Mount, Server } from '../../model/server.ts';
import { isOutside } from './python-moving.ts';
import { isSamePlace } from '../text.ts';

/** How the application around an MCP app comes to run the start-up of that app, which it has no lifespan for yet. */
export function lifespanFix(mount: Mount, server: Server): Fix | undefined {
  const { outer } = mount;
  if (outer === undefined) return undefined;
  const found = server.library === 'fastmcp' ? ofApp(mount, outer.at) : ofManager(mount, server, outer.at);
  return found && { title: `Give \`${found.code}\` to \`${outer.callee}\``, safety: 'safe', edits: found.edits };
}

interface Passed {
  readonly code: string;
  readonly edits: readonly Edit[];
}

/** The official SDK: the session manager runs while the application does. It is looked up when the application starts. */
function ofManager({ appAt }: Mount, server: Server, outer: Place): Passed | undefined {
  const { variable = '', construction, library, className, launches } = server;
  const app = launches.find(({ appCall }) => appCall !== undefined && isSamePlace(appCall.at, appAt))?.appCall;
  const manager =
    library === 'mcp' && app?.callee === `${variable}.streamable_http_app`
      ? `${variable}.session_manager`
      : className === 'StreamableHTTPSessionManager'
        ? variable
        : undefined;
  if (manager === undefined || !isOutside(server) || construction.at.path !== outer.path) return undefined;
  const code = `lambda app: ${manager}.run()`;
  return { code, edits: [{ kind: 'call', at: outer, set: { lifespan: code } }] };
}

/** The fastmcp package: the app has a lifespan to pass on; it must have a name, and stand above what it is passed to. */
function ofApp({ at, inner, into, appAt }: Mount, outer: Place): Passed | undefined {
  if (inner === undefined || inner.at.path !== outer.path) return undefined;
  const name = /^[A-Za-z_]\w*$/.test(inner.value) ? inner.value : isSamePlace(inner.at, appAt) ? 'mcp_app' : undefined;
  if (name === undefined || inner.value.length >= 150) return undefined;
  const code = `${name}.lifespan`;
  const made = `${name} = ${inner.value}`;
  const naming: readonly Edit[] = name === inner.value ? [] : [{ kind: 'replace', at: inner.at, put: name }];
  const passed: Edit = { kind: 'call', at: outer, set: { lifespan: code } };
  if (naming.length === 0 && appAt.path === outer.path && isBefore(appAt, outer)) return { code, edits: [passed] };
  if (into === undefined)
    return naming.length === 0
      ? undefined
      : { code, edits: [{ kind: 'line', at: outer, where: 'before', put: made }, ...naming, passed] };
  const later = `${into}.router.lifespan_context = ${code}`;
  const lines = naming.length === 0 ? later : `${made}\n${later}`;
  return { code, edits: [{ kind: 'line', at, where: 'before', put: lines }, ...naming] };
}

function isBefore(a: Place, b: Place): boolean {
  return a.range.end.line < b.range.start.line;
}
