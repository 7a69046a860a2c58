import {
  HeadBucketCommand,
  HeadObjectCommand,
  GetBucketLocationCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  DeleteObjectsCommand,
  S3Client,
} from '@aws-sdk/client-s3';

export const service = {
  Client: S3Client,
  commands: {
    HeadBucket: HeadBucketCommand,
    HeadObject: HeadObjectCommand,
    GetBucketLocation: GetBucketLocationCommand,
    ListObjectVersions: ListObjectVersionsCommand,
    PutObject: PutObjectCommand,
    DeleteObjects: DeleteObjectsCommand,
  },
};
