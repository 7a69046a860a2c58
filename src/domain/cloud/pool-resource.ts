import type { CloudResource } from '../../model/change.ts';
import type { PoolState } from '../../model/pool.ts';
import { arnOf } from './arns.ts';

/** A user pool, or something of it, as a thing that a fix changes. */
export function poolResource({ arn }: PoolState, type: CloudResource['type'], part?: string): CloudResource {
  const { region = '', resource = '' } = arnOf(arn) ?? {};
  const id = resource.replace(/^userpool\//, '');
  return { type, id: part === undefined ? id : `${id}/${part}`, region };
}
