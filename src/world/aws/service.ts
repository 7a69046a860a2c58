import type { AwsService } from '../../model/aws.ts';

/** What is used of an AWS SDK client, the same for all. */
export interface Client {
  send(command: Command, options: { readonly abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
}

export interface Command {
  readonly middlewareStack: { add(middleware: Middleware, options: object): void };
}

/** A step of the SDK around one request: it gets the next step, and gives the function that stands in its place. */
export type Middleware = (next: Handler) => Handler;
export type Handler = (given: { readonly request?: unknown; readonly input: unknown }) => Promise<{
  readonly response: unknown;
}>;

/** The client of one service and those of its commands that this program uses. */
export interface Service {
  readonly Client: new (config: object) => Client;
  readonly commands: { readonly [operation: string]: new (input: object) => Command };
}

/** Each SDK client is loaded when its service is first asked. */
const LOADERS: { readonly [service in AwsService]: () => Promise<{ readonly service: unknown }> } = {
  sts: () => import('./services/sts.ts'),
  iam: () => import('./services/iam.ts'),
  'bedrock-agentcore-control': () => import('./services/bedrock-agentcore-control.ts'),
  'cognito-idp': () => import('./services/cognito-idp.ts'),
  ecr: () => import('./services/ecr.ts'),
  lambda: () => import('./services/lambda.ts'),
  logs: () => import('./services/logs.ts'),
  xray: () => import('./services/xray.ts'),
  s3: () => import('./services/s3.ts'),
  cloudformation: () => import('./services/cloudformation.ts'),
};

/** Services that speak JSON: what they answer is kept as it came. The others speak XML. */
export const SPEAKS_JSON: ReadonlySet<AwsService> = new Set([
  'bedrock-agentcore-control',
  'cognito-idp',
  'ecr',
  'lambda',
  'logs',
  'xray',
]);

/** Loads the SDK's client of a service. */
export async function loadService(name: AwsService): Promise<Service> {
  // It would warn on stderr, at each run, that releases of 2027 need a newer Node; the release in use is built in.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Each module exports a client of the SDK and commands of it; what is used of them is the same for all.
  return (await LOADERS[name]()).service as Service;
}
