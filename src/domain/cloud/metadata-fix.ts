import type { CloudChange, Fix } from '../../model/change.ts';
import type { RuntimeState } from '../../model/cloud.ts';
import type { Json } from '../../model/json.ts';
import { memberAt } from './documents.ts';

/** Lets a runtime require version 2 of the metadata service, and leaves the rest of it as it is. */
export function requireMmdsV2Fix({ id, arn, document }: RuntimeState): Fix {
  const region = arn.split(':')[3];
  const has = memberAt(document, 'metadataConfiguration') !== undefined;
  const now = memberAt(document, 'metadataConfiguration', 'requireMMDSV2');
  const put: Json = has ? true : { requireMMDSV2: true };
  const change: CloudChange = {
    kind: 'cloud',
    resource: { type: 'agent-runtime', id, ...(region === undefined ? {} : { region }) },
    pointer: has ? '/metadataConfiguration/requireMMDSV2' : '/metadataConfiguration',
    ...(now === undefined ? {} : { expect: now }),
    put,
  };
  return {
    title: `Let runtime \`${id}\` require MMDSv2, in a new version of it`,
    safety: 'review',
    edits: [],
    changes: [change],
  };
}
