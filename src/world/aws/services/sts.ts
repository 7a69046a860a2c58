import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export const service = {
  Client: STSClient,
  commands: {
    GetCallerIdentity: GetCallerIdentityCommand,
  },
};
