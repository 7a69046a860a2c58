import {
  DescribeRepositoriesCommand,
  DescribeImagesCommand,
  BatchGetImageCommand,
  GetDownloadUrlForLayerCommand,
  GetRepositoryPolicyCommand,
  ECRClient,
} from '@aws-sdk/client-ecr';

export const service = {
  Client: ECRClient,
  commands: {
    DescribeRepositories: DescribeRepositoriesCommand,
    DescribeImages: DescribeImagesCommand,
    BatchGetImage: BatchGetImageCommand,
    GetDownloadUrlForLayer: GetDownloadUrlForLayerCommand,
    GetRepositoryPolicy: GetRepositoryPolicyCommand,
  },
};
