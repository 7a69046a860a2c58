import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  AddPermissionCommand,
  RemovePermissionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';

export const service = {
  Client: LambdaClient,
  commands: {
    GetFunctionConfiguration: GetFunctionConfigurationCommand,
    GetPolicy: GetPolicyCommand,
    AddPermission: AddPermissionCommand,
    RemovePermission: RemovePermissionCommand,
    Invoke: InvokeCommand,
  },
};
