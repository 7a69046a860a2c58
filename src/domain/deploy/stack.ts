import type { DeployWish } from '../../model/deployment-plan.ts';
import { DEPLOYMENT_TAG, namesOf } from './names.ts';

/** The parameters of `templates/mcp-server.yaml` for a wish. */
export function parametersOf({ name, place, auth, guardrail, isReference }: DeployWish): {
  readonly [name: string]: string;
} {
  const { bucketSuffix, domainPrefix } = namesOf(name, place);
  const hasPool = auth.kind === 'cognito';
  const yesNo = (yes: boolean): string => (yes ? 'yes' : 'no');
  return {
    Name: name,
    BucketSuffix: bucketSuffix,
    SignIn: hasPool ? 'cognito' : 'elsewhere',
    MachineClient: yesNo(hasPool && auth.programs),
    DomainPrefix: domainPrefix,
    AudienceTrigger: yesNo(hasPool && auth.trigger),
    Guardrail: guardrail ?? '*',
    ToolAccess: isReference ? 'guardrails' : 'nothing',
  };
}

/** The tags of everything that is made. */
export function tagsOf({ name, tags }: Pick<DeployWish, 'name' | 'tags'>): { readonly [name: string]: string } {
  return { ...tags, [DEPLOYMENT_TAG]: name };
}

/** What the stack says of what it made. */
export interface StackOutputs {
  readonly roleArn: string;
  readonly bucket: string;
  readonly userPool: string | undefined;
  readonly userClient: string | undefined;
  readonly programClient: string | undefined;
}

/** Reads the outputs of the template; `undefined` where it is another stack. */
export function outputsOf(outputs: { readonly [key: string]: string }): StackOutputs | undefined {
  const { RoleArn: roleArn, BucketName: bucket } = outputs;
  if (roleArn === undefined || bucket === undefined) return undefined;
  return {
    roleArn,
    bucket,
    userPool: outputs['UserPoolId'],
    userClient: outputs['UserClientId'],
    programClient: outputs['ProgramClientId'],
  };
}
