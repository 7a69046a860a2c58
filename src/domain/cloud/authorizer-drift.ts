import type { Json } from '../../model/json.ts';
import type { Place } from '../../model/location.ts';
import { discoveryOf, memberOf, textsOfMember } from '../manifest/authorizer.ts';
import { isInterpolated } from '../manifest/placeholders.ts';
import { listAt, memberAt, textAt } from './documents.ts';
import { type Part, partOf, type Written } from './drift-part.ts';

const POINTER = '/authorizerConfiguration/customJWTAuthorizer';
const LISTS = ['allowedClients', 'allowedAudience', 'allowedScopes'] as const;

/** What the files and the deployed runtime say about the tokens that are let in. */
export function authorizerParts(written: Written, document: Json): readonly Part[] {
  const { config, authorizer } = written;
  const deployed = memberAt(document, 'authorizerConfiguration', 'customJWTAuthorizer');
  const body = authorizer?.body;
  // A block that cannot be understood has checks of its own.
  if (authorizer !== undefined && body === undefined) return [];
  if (authorizer === undefined || deployed === undefined) {
    const [inFiles, there] = [authorizer, deployed].map((one) => (one === undefined ? 'AWS credentials' : 'JWT'));
    const at = config.authorizer?.at ?? config.at;
    return [
      partOf({
        what: 'The authorization',
        inFiles: inFiles ?? '',
        deployed: there ?? '',
        pointer: '/authorizerConfiguration',
        at,
      }),
    ];
  }
  const url = discoveryOf(authorizer);
  const lists = LISTS.flatMap((key) => {
    const texts = textsOfMember(authorizer, key).map(({ value }) => value);
    const at = memberOf(authorizer, key)?.value.at ?? authorizer.tree.at;
    return texts.some(isInterpolated) ? [] : [listPart(key, texts, listAt(deployed, key), at)];
  });
  if (url === undefined || isInterpolated(url.value)) return lists;
  const discovery = partOf({
    what: 'The discovery URL',
    inFiles: url.value,
    deployed: textAt(deployed, 'discoveryUrl') ?? '',
    pointer: `${POINTER}/discoveryUrl`,
    at: url.at,
  });
  return [discovery, ...lists];
}

function listPart(key: string, written: readonly string[], deployed: readonly Json[], at: Place): Part {
  const shown = (texts: readonly string[]): string => (texts.length === 0 ? 'not there' : texts.join(', '));
  const put = [...new Set(written)];
  return {
    ...partOf({
      what: `\`${key}\``,
      inFiles: shown(put.toSorted()),
      deployed: shown(sorted(deployed)),
      pointer: `${POINTER}/${key}`,
      at,
    }),
    // Without a list that the files do not have, the runtime may ask for nothing at all.
    ...(put.length === 0 ? {} : { change: { ...(deployed.length === 0 ? {} : { expect: deployed }), put } }),
  };
}

/** The texts of a list, in an order that does not count. */
function sorted(list: readonly Json[]): readonly string[] {
  return list.filter((item) => typeof item === 'string').toSorted();
}
