import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import { collectAll, judge } from '../../src/commands/examine.ts';
import { foundIn, severityOf } from '../../src/engine/found.ts';
import type { Severity } from '../../src/model/check.ts';
import type { Outcome } from '../../src/model/report.ts';
import type { Sheet } from '../../src/engine/collect.ts';
import { openWorld } from '../../src/world/index.ts';
import { casesOf, projectOf } from '../support/case.ts';
import { isDeployedPython } from './deployment.ts';
import { symptoms } from './symptoms.ts';

/** A fixture of a check of the running server, and what all those checks say of it. */
export interface Case {
  readonly name: string;
  readonly project: string;
  readonly found: readonly Verdict[];
  /** Checks that cannot tell: then nothing is promised. */
  readonly unclear: readonly string[];
}

export interface Verdict {
  readonly id: string;
  /** The file that it points at. */
  readonly path: string;
  readonly severity: Severity;
}

/** Fixtures that cannot be what they show: something stands in them that is not to be had here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'argument-not-accepted/passes-same-words-of-an-agent': 'its requirements lack the `strands` that it imports',
  'dependency-conflict/fails-pydantic-perhaps': 'no package is called acme-weather-client',
  'dependency-conflict/passes-lock': '`uv run` wants a lock file with hashes',
  'dependency-missing/fails-not-in-lock': '`uv run` wants a lock file with hashes',
  'dependency-missing/not-applicable-own-base-image': 'its packages are in a base image',
  'dependency-missing/not-applicable-unknown-package': 'no package is called acme-weather-client',
  'dependency-missing/not-applicable-url': 'its package lies at an address that does not exist',
  'dependency-missing/passes-extra': 'its image installs the project itself',
  'dependency-missing/passes-lock-of-transitive': 'no package is called some-client',
};

const PROJECTS = 'fixtures/projects';

/** Every fixture of those checks, and every whole project, that deploys a Python server. */
export async function serverCases(): Promise<readonly Case[]> {
  const fixtures = Object.keys(symptoms).flatMap((id) =>
    casesOf(id).map((name) => [`${id}/${name}`, projectOf(id, name)] as const),
  );
  const whole = readdirSync(PROJECTS).map((name) => [`projects/${name}`, join(PROJECTS, name)] as const);
  const cases: Case[] = [];
  for (const [name, project] of [...fixtures, ...whole]) {
    if (name in LEFT_OUT) continue;
    const world = openWorld({ root: project });
    const sheet = await collectAll(world);
    if (deploysPython(sheet)) cases.push({ name, project, ...verdictsOf(judge(checks, sheet, world)) });
  }
  return cases;
}

function deploysPython({ servers }: Sheet): boolean {
  return servers?.ok === true && servers.value.servers.some(isDeployedPython);
}

/** The names of the fixtures that are left out, each with the reason. */
export function leftOut(): readonly string[] {
  return Object.entries(LEFT_OUT).map(([name, because]) => `${name}: ${because}`);
}

/** What the checks of the running server found, and what they could not tell. */
export function verdictsOf(outcomes: readonly Outcome[]): Pick<Case, 'found' | 'unclear'> {
  const own = outcomes.filter(({ check }) => check.id in symptoms);
  return {
    found: foundIn(own).map((one) => ({
      id: one.check.id,
      path: one.finding.at.kind === 'file' ? one.finding.at.path : '',
      severity: severityOf(one),
    })),
    unclear: own.flatMap((outcome) => ('unclear' in outcome && outcome.unclear.length > 0 ? [outcome.check.id] : [])),
  };
}
