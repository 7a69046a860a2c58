import type { Place } from '../../model/location.ts';
import { maskCode } from '../deployment/code-mask.ts';
import { linesOf } from '../text.ts';

/** A call of an AWS service in somebody's code. */
export interface FoundUse {
  readonly action: string;
  readonly saw: string;
  readonly at: Place;
}

/** How IAM calls the services that have another name in the SDKs. */
const PREFIXES: { readonly [service: string]: string } = {
  'bedrock-runtime': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'secrets-manager': 'secretsmanager',
};

/**
 * Services whose operations are IAM actions of the same name, but for those below. Others are not judged.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * (verified 2026-11-25)
 */
const KNOWN: ReadonlySet<string> = new Set([
  'bedrock',
  'bedrock-runtime',
  'dynamodb',
  'secretsmanager',
  'secrets-manager',
  'ssm',
  'sqs',
  'sns',
  's3',
  'lambda',
]);

const OTHERWISE: { readonly [operation: string]: string } = {
  'bedrock:Converse': 'bedrock:InvokeModel',
  'bedrock:ConverseStream': 'bedrock:InvokeModelWithResponseStream',
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:UploadFile': 's3:PutObject',
  's3:UploadFileobj': 's3:PutObject',
  's3:DownloadFile': 's3:GetObject',
  's3:DownloadFileobj': 's3:GetObject',
  's3:CopyObject': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sns:PublishBatch': 'sns:Publish',
  'dynamodb:TransactWriteItems': 'dynamodb:PutItem',
  'dynamodb:TransactGetItems': 'dynamodb:GetItem',
};

/** Methods of boto3's clients that ask nothing of AWS by themselves. */
const LOCAL =
  /^(?:get_paginator|get_waiter|can_paginate|close|generate_presigned_url|generate_presigned_post|meta|exceptions|waiter_names)$/;

/**
 * What Python asks through clients of boto3 that are bound to a name: `client = boto3.client("bedrock-runtime")` and then
 * `client.apply_guardrail(…)`. A name that is bound to clients of several services is not followed.
 */
export function pythonUses(path: string, text: string): readonly FoundUse[] {
  // Most programs make no client, and blanking out a whole file for nothing takes a moment.
  if (!text.includes('client(')) return [];
  const mask = maskCode(text, 'python');
  const clients = new Map<string, string | undefined>();
  const bound = /([A-Za-z_]\w*)(?:\s*:\s*[^=\n]+)?\s*=\s*(?:[A-Za-z_]\w*\.)*client\(\s*(?:service_name\s*=\s*)?(["'])/g;
  for (const match of mask.matchAll(bound)) {
    const start = match.index + match[0].length;
    const service = /^[a-z0-9-]+/.exec(text.slice(start))?.[0];
    const name = match[1] ?? '';
    clients.set(name, clients.has(name) && clients.get(name) !== service ? undefined : service);
  }
  if (clients.size === 0) return [];
  const lines = linesOf(path, text);
  return [...mask.matchAll(/\b([A-Za-z_]\w*)\.([a-z][a-z0-9_]*)\s*\(/g)].flatMap((match) => {
    const [, name = '', method = ''] = match;
    const service = clients.get(name);
    if (service === undefined || LOCAL.test(method)) return [];
    const action = actionOf(service, camel(method));
    const start = match.index + name.length + 1;
    return action === undefined ? [] : [{ action, saw: method, at: lines.at(start, start + method.length) }];
  });
}

/** What JavaScript and TypeScript ask through commands of the AWS SDK: `new ApplyGuardrailCommand(…)`. */
export function javascriptUses(path: string, text: string): readonly FoundUse[] {
  const commands = new Map<string, string>();
  for (const match of text.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*["']@aws-sdk\/client-([a-z0-9-]+)["']/g))
    for (const word of (match[1] ?? '').split(','))
      if (/^\s*\w+Command\s*$/.test(word)) commands.set(word.trim(), match[2] ?? '');
  if (commands.size === 0) return [];
  const mask = maskCode(text, 'typescript');
  const lines = linesOf(path, text);
  return [...mask.matchAll(/\bnew\s+(\w+Command)\s*\(/g)].flatMap((match) => {
    const name = match[1] ?? '';
    const service = commands.get(name);
    const action = service === undefined ? undefined : actionOf(service, name.replace(/Command$/, ''));
    const start = match.index + match[0].indexOf(name);
    return action === undefined ? [] : [{ action, saw: name, at: lines.at(start, start + name.length) }];
  });
}

function actionOf(service: string, operation: string): string | undefined {
  if (!KNOWN.has(service)) return undefined;
  const action = `${PREFIXES[service] ?? service}:${operation}`;
  return OTHERWISE[action] ?? action;
}

/** `list_objects_v2` as the API calls it: `ListObjectsV2`. */
function camel(method: string): string {
  return method.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
