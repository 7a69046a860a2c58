import { folderOf } from '../paths.ts';
import { plannedStart } from '../rehearsal/start-plan.ts';
import { listing } from '../words.ts';
import type { Dependencies } from '../../model/dependency.ts';
import type { Gap } from '../../model/fact.ts';
import type { Images } from '../../model/image.ts';
import type { StartPlan } from '../../model/rehearsal.ts';
import type { Servers } from '../../model/server.ts';

/** What AgentCore runs in the archive of a project. */
export interface ProjectStart {
  readonly plan: StartPlan;
  /** `file`: a script. `module`: `python -m package.module`. */
  readonly kind: 'file' | 'module';
  /** The script, relative to the folder of the plan; or the module. */
  readonly target: string;
}

export type ProjectStarted =
  | { readonly ok: true; readonly start: ProjectStart }
  | { readonly ok: false; readonly gap: Gap };

interface Needed {
  readonly servers: Servers;
  readonly images: Images;
  readonly dependencies: Dependencies;
}

/**
 * What of a project a code archive starts: one file, without arguments. Anything else is a matter for a container.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy.html (verified 2026-11-26)
 */
export function startOfProject(facts: Needed): ProjectStarted {
  const planned = plannedStart(withOnlyServer(facts));
  if (!planned.ok) return planned;
  const { plan } = planned;
  const [program = '', first = '', second, ...rest] = plan.command;
  const isPython = plan.language === 'python';
  if (isPython && program === 'python' && first === '-m' && second !== undefined && rest.length === 0)
    return { ok: true, start: { plan, kind: 'module', target: second } };
  if (program === (isPython ? 'python' : 'node') && /\.(?:py|[cm]?js)$/.test(first) && second === undefined)
    return { ok: true, start: { plan, kind: 'file', target: first } };
  return no(
    `The server is started by \`${plan.command.join(' ')}\`, and a code archive starts one file without arguments.`,
    `Write a file that starts it, such as \`main.${isPython ? 'py' : 'js'}\`, or deploy a container.`,
  );
}

/** Where nothing says what is started, the only server of the project is. */
function withOnlyServer(facts: Needed): Needed {
  const { servers } = facts;
  const paths = [...new Set(servers.servers.filter(({ part }) => part !== 'aside').map(({ path }) => path))];
  const [path, ...others] = paths;
  if (servers.starts.length > 0 || path === undefined || others.length > 0) return facts;
  const at = servers.servers.find((server) => server.path === path)?.construction.at;
  if (at === undefined) return facts;
  const start = {
    agent: '',
    path,
    packaging: 'code-zip',
    folder: folderOf(path),
    environment: [],
    because: 'the only server here',
    at,
  } as const;
  return { ...facts, servers: { ...servers, starts: [start] } };
}

function no(because: string, hint: string): ProjectStarted {
  return { ok: false, gap: { because, hint } };
}

/** What the code asks of AWS, which the role of a project does not allow by itself. */
export function missingGrants(actions: readonly string[]): readonly string[] {
  const unique = [...new Set(actions)].toSorted();
  if (unique.length === 0) return [];
  return [
    `Its code calls ${listing(unique.map((action) => `\`${action}\``))}, which its role does not allow: add that to the role yourself.`,
  ];
}
