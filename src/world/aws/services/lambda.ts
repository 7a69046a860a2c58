import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  AddPermissionCommand,
  RemovePermissionCommand,
  InvokeCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
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
    CreateFunction: CreateFunctionCommand,
    DeleteFunction: DeleteFunctionCommand,
  },
};
