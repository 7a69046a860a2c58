import type { Snippet } from '../domain/deploy/snippets.ts';
import type { DeployPlace, DeployStep } from '../model/deployment-plan.ts';
import type { Paint } from '../model/report.ts';

/** What `deploy` or `destroy` did, or would do. */
export interface DeployReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly name: string;
  readonly place: DeployPlace;
  /** `planned`: nothing was written. */
  readonly mode: 'planned' | 'deployed' | 'unchanged' | 'removed';
  readonly steps: readonly DeployStep[];
  /** Sentences about what is left to know: costs, what remains. */
  readonly notes: readonly string[];
  readonly deployed?: DeployedThings;
}

/** What is there now. */
export interface DeployedThings {
  readonly runtimeId: string;
  readonly runtimeArn: string;
  readonly url: string;
  readonly roleArn: string;
  readonly bucket: string;
  readonly userPool?: string;
  readonly userClientId?: string;
  readonly programClientId?: string;
  readonly passwordFile?: string;
  readonly proof: DeployProof;
  readonly snippets: readonly Snippet[];
}

/** What calling it showed. `locked`: it asks for a token, and there was none to send. */
export interface DeployProof {
  readonly state: 'works' | 'locked' | 'fails' | 'unclear';
  /** Sentences. */
  readonly says: string;
  readonly tools?: readonly string[];
}

/** The same with `--format json`. */
export interface JsonDeployReport extends DeployReport {
  readonly schemaVersion: 1;
}

/** The report as JSON text. */
export function deployJson(report: DeployReport): string {
  const whole: JsonDeployReport = { schemaVersion: 1, ...report };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** What is going to be done, before anybody is asked. */
export function describeSteps(
  { place, steps, notes }: Pick<DeployReport, 'place' | 'steps' | 'notes'>,
  paint: Pick<Paint, 'strong' | 'faint'>,
): string {
  const lines = steps.map(
    ({ what, calls, done }, index) =>
      `${index + 1}. ${what}${done ? ' (is so already)' : ''}\n   ${paint.faint(calls.join(', '))}`,
  );
  const where = `In account ${paint.strong(place.account)}, ${paint.strong(place.region)}:`;
  return `${[where, ...lines, ...notes].join('\n')}\n`;
}

/** The report for a person. */
export function deployHuman(report: DeployReport, paint: Pick<Paint, 'strong' | 'faint'>): string {
  if (report.mode === 'planned')
    return `${describeSteps(report, paint)}Nothing was written. \`--yes --account ${report.place.account}\` does it.\n`;
  const { deployed } = report;
  const ended = {
    deployed: 'is deployed',
    unchanged: 'is as it should be: nothing was changed',
    removed: 'is removed',
  };
  const head = `\`${report.name}\` ${ended[report.mode]} (account ${report.place.account}, ${report.place.region}).`;
  if (deployed === undefined) return `${[head, ...report.notes].join('\n')}\n`;
  const facts = [
    `runtime  ${deployed.runtimeArn}`,
    `url      ${deployed.url}`,
    `proof    ${deployed.proof.says}`,
    ...(deployed.passwordFile === undefined ? [] : [`password ${deployed.passwordFile} (for you only)`]),
  ];
  const snippets = deployed.snippets.flatMap(({ title, lines }) => ['', paint.strong(title), ...lines]);
  return `${[head, ...facts, ...report.notes, ...snippets].join('\n')}\n`;
}
