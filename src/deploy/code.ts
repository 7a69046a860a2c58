import { listAt, textAt } from '../domain/cloud/documents.ts';
import { keyOf } from '../domain/deploy/runtime.ts';
import type { AwsCall, WritableAws } from '../model/aws.ts';
import type { CodeBundle, DeployPlace } from '../model/deployment-plan.ts';
import { change, found, remove } from './answers.ts';

function call(operation: string, input: AwsCall['input']): AwsCall {
  return { service: 's3', operation, input };
}

/** Puts the archive into the bucket, unless it lies there; the account is named, so that nobody else's bucket gets it. */
export async function bringCode(
  name: string,
  bucket: string,
  { account }: DeployPlace,
  { zip, digest }: Pick<CodeBundle, 'zip' | 'digest'>,
  aws: WritableAws,
): Promise<boolean> {
  const object = { Bucket: bucket, Key: keyOf(name, digest), ExpectedBucketOwner: account };
  if (found(await aws.ask(call('HeadObject', object))) !== undefined) return false;
  await change(aws, { ...call('PutObject', { ...object, ContentType: 'application/zip' }), bytes: zip });
  return true;
}

/** Empties the bucket, old versions included: one that holds something cannot be deleted. How many objects there were. */
export async function removeCode(bucket: string, { account }: DeployPlace, aws: WritableAws): Promise<number> {
  let removed = 0;
  for (;;) {
    const page = found(await aws.ask(call('ListObjectVersions', { Bucket: bucket, ExpectedBucketOwner: account })));
    const objects = [...listAt(page, 'Versions'), ...listAt(page, 'DeleteMarkers')].map((one) => ({
      Key: textAt(one, 'Key') ?? '',
      ...(textAt(one, 'VersionId') === undefined ? {} : { VersionId: textAt(one, 'VersionId') ?? '' }),
    }));
    if (objects.length === 0) return removed;
    const Delete = { Objects: objects, Quiet: true };
    await remove(aws, call('DeleteObjects', { Bucket: bucket, ExpectedBucketOwner: account, Delete }));
    removed += objects.length;
  }
}
