import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { textAt } from '../../domain/cloud/documents.ts';
import { TRIGGER_CODE } from '../../domain/token/audience-trigger.ts';
import type { WritableAws } from '../../model/aws.ts';
import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { State } from './document.ts';
import { isObject, type ResourceKind, valueOf } from './kind.ts';
import { archiveWith } from './one-file-archive.ts';

/** A function of the doctor's own. Its code is known by the hash that Lambda shows of it. */
export const lambdaFunction: ResourceKind = {
  writes: ['lambda:CreateFunction', 'lambda:DeleteFunction', 'iam:PassRole'],

  async read(resource, aws) {
    const found = await configurationOf(resource, aws);
    if (found === undefined) return undefined;
    const [hash, own] = [textAt(found, 'CodeSha256') ?? '', hashOf(TRIGGER_CODE)];
    const said = (name: string): string => textAt(found, name) ?? '';
    return {
      Runtime: said('Runtime'),
      Handler: said('Handler'),
      Role: said('Role'),
      Code: hash === own ? TRIGGER_CODE : hash,
    };
  },

  async calls({ id, region }, before, after) {
    const FunctionName = nameOf(id);
    if (after === undefined)
      return [{ service: 'lambda', operation: 'DeleteFunction', input: { FunctionName }, region }];
    if (before !== undefined || !isObject(after))
      throw new Failure(`Function \`${FunctionName}\` is made and deleted, and not changed.`);
    const ZipFile = archiveWith(FILE, textAt(after, 'Code') ?? '').toString('base64');
    const input = { ...after, FunctionName };
    return [
      { service: 'lambda', operation: 'CreateFunction', input, document: { ...input, Code: { ZipFile } }, region },
    ];
  },

  // A role that was made a moment ago is not known everywhere.
  isEarly: ({ message }) => message.includes('cannot be assumed by Lambda'),

  async settle(resource, aws, signal) {
    for (;;) {
      const found = await configurationOf(resource, aws);
      const state = textAt(found, 'State') ?? 'Active';
      if (state === 'Failed')
        throw new Failure(`Function \`${resource.id}\` is \`${state}\`: ${textAt(found, 'StateReason') ?? ''}`);
      if (state !== 'Pending') return;
      await sleep(PACE_MS, undefined, { signal });
    }
  },
};

const PACE_MS = 500;
const FILE = 'index.js';

function configurationOf({ id, region }: CloudResource, aws: WritableAws): Promise<State> {
  const input = { FunctionName: nameOf(id) };
  return aws.ask({ service: 'lambda', operation: 'GetFunctionConfiguration', input, region }).then(valueOf);
}

function nameOf(arn: string): string {
  return arn.split(':')[6] ?? arn;
}

function hashOf(code: string): string {
  return createHash('sha256').update(archiveWith(FILE, code)).digest('base64');
}
