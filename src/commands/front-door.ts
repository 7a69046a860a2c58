import { doorConfigOf } from '../domain/rehearsal/door-config.ts';
import { plannedStart } from '../domain/rehearsal/start-plan.ts';
import { collect } from '../engine/collect.ts';
import { collectors } from '../facts/index.ts';
import type { DoorConfig } from '../model/door.ts';
import { Failure } from '../model/failure.ts';
import { BEHAVIOURS } from '../rehearse/door/behaviours.ts';
import { invocationUrl } from '../rehearse/door/door.ts';
import { openDoor, type OpenDoor } from '../rehearse/door/serve.ts';
import { tokenMatrix, type TokenRow } from '../rehearse/door/tokens.ts';
import { type StageOptions, startProject } from '../rehearse/stage.ts';
import { openWorld } from '../world/index.ts';
import type { Given, Io } from './command.ts';

/** What both need: where the project is and which of its agents is meant. */
export interface DoorCall {
  readonly root: string;
  readonly agent: string | undefined;
  readonly json: boolean;
}

/** Shows each kind of token to the project's authorizer and prints which one opens the door. */
export async function showTokens({ root, agent, json }: DoorCall, io: Io): Promise<number> {
  const config = await configOf(root, agent);
  if (config.rules === undefined)
    throw new Failure(
      'The project has no JWT authorizer, so no token opens its runtime.',
      'AWS credentials do: requests signed with SigV4.',
    );
  const rows = await tokenMatrix(config);
  if (json)
    io.out(
      `${JSON.stringify({ schemaVersion: 1, arn: config.arn, rules: config.rules, tokens: rows }, undefined, 2)}\n`,
    );
  else io.out(`${tableOf(rows)}\n\n${rulesLine(config)}\n`);
  return rows.some(({ opens }) => opens) ? 0 : 1;
}

/** Opens the front door in front of the project's server, or of one that runs, until Ctrl-C. */
export async function serveDoor(call: DoorCall, options: StageOptions, given: Given, io: Io): Promise<number> {
  const config = await configOf(call.root, call.agent);
  const signal = options.signal;
  if (signal === undefined) throw new Failure('Nothing can end the door here.');
  const started = options.url === undefined ? await startProject(await startOf(call), options) : undefined;
  try {
    const door = await openDoor({
      config,
      server: options.url ?? started?.url ?? '',
      port: portIn(given.text('serve') ?? ''),
      issuer: given.flag('issuer'),
      onAnswer: (line) => io.err(`${line}\n`),
    });
    io.out(call.json ? `${JSON.stringify(openingOf(door), undefined, 2)}\n` : describeDoor(door));
    await over(signal);
    await door.close();
    return 0;
  } finally {
    await started?.running.stop();
  }
}

function over(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function configOf(root: string, agent: string | undefined): Promise<DoorConfig> {
  const sheet = await collect(['manifests'], collectors, openWorld({ root, agent }));
  if (sheet.manifests?.ok !== true) throw new Failure('The manifests of the project cannot be read.');
  return doorConfigOf(sheet.manifests.value, agent);
}

async function startOf({ root, agent }: DoorCall): Promise<ReturnType<typeof plannedStart>> {
  const { servers, images, dependencies } = await collect(
    ['servers', 'images', 'dependencies'],
    collectors,
    openWorld({ root, agent }),
  );
  if (servers?.ok !== true || images?.ok !== true || dependencies?.ok !== true)
    throw new Failure('The project cannot be read.');
  return plannedStart({ servers: servers.value, images: images.value, dependencies: dependencies.value });
}

function portIn(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536 && text.trim() !== '') return port;
  throw new Failure(`\`--serve ${text}\` is no port.`, 'Write a number up to 65535; 0 takes any that is free.');
}

function openingOf({ origin, config, issuer }: OpenDoor): object {
  return {
    schemaVersion: 1,
    url: invocationUrl(origin, config.arn),
    arn: config.arn,
    rules: config.rules ?? null,
    ...(issuer === undefined ? {} : { issuer: issuer.url, tokens: `${issuer.url}/token/{access,id,m2m}` }),
    behaviours: BEHAVIOURS,
  };
}

function describeDoor({ origin, config, issuer }: OpenDoor): string {
  const behaviours = Object.entries(BEHAVIOURS).map(
    ([name, { does, mark }]) => `  ${mark.padEnd(10)} ${name}: ${does}`,
  );
  return `${[
    `A local AgentCore Runtime answers at\n  ${invocationUrl(origin, config.arn)}`,
    rulesLine(config),
    ...(issuer === undefined
      ? []
      : [`Tokens, for this door only: \`curl -s ${issuer.url}/token/access\`, \`…/id\`, \`…/m2m\`.`]),
    `What it does, and how that is known:\n${behaviours.join('\n')}`,
    'Ctrl-C closes it.',
  ].join('\n')}\n`;
}

function rulesLine({ rules }: DoorConfig): string {
  if (rules === undefined)
    return 'No JWT authorizer: requests signed with SigV4 are let in; whether the signature is right is not looked at.';
  const asked = [
    ...(rules.allowedClients === undefined ? [] : [`\`client_id\` one of ${rules.allowedClients.join(', ')}`]),
    ...(rules.allowedAudience === undefined ? [] : [`\`aud\` one of ${rules.allowedAudience.join(', ')}`]),
    ...(rules.allowedScopes === undefined ? [] : [`a scope of ${rules.allowedScopes.join(', ')}`]),
    ...(rules.customClaims ?? []).map(({ name, operator, values }) => `\`${name}\` ${operator} ${values.join(', ')}`),
  ];
  return `The authorizer asks for ${asked.length === 0 ? 'nothing but a token of its issuer' : asked.join(', and for ')}.`;
}

function tableOf(rows: readonly TokenRow[]): string {
  const cells = rows.map(({ kind, claims, opens, answer }) => [
    kind,
    Object.entries(claims)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    opens ? 'opens' : 'refused',
    answer,
  ]);
  const table = [['token', 'claims', 'door', 'answer'], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
