import { isKeyForPeople, unknownKeysOf, type UnknownKey } from '../src/domain/manifest/unknown-keys.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { fixOfUnknownKey } from '../src/domain/manifest/unknown-key-fixes.ts';
import { listing } from '../src/domain/words.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';

export default defineCheck({
  id: 'manifest-unknown-key',
  title: 'A manifest holds a key that its tool does not read',
  severity: 'warning',
  why: 'Neither tool complains about a misspelt or misplaced key of an agent: it deploys with the default, and the default protocol is HTTP on port 8080.',
  remedy: 'Spell the key as the tool does, move it to where the tool reads it, or remove it.',
  references: [
    'https://github.com/aws/bedrock-agentcore-starter-toolkit/blob/main/src/bedrock_agentcore_starter_toolkit/utils/runtime/schema.py',
    'https://github.com/aws/agentcore-cli',
  ],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const file of manifests.files) {
      if (file.tree === undefined || file.kind === 'unread') continue;
      yield { file };
      for (const unknown of unknownKeysOf(file)) if (!isKeyForPeople(unknown.entry.key)) yield { file, unknown };
    }
  },

  judge({ unknown }: { readonly unknown?: UnknownKey }) {
    if (unknown === undefined) return undefined;
    return { ...findingOf(unknown), ...optional('fix', fixOfUnknownKey(unknown)) };
  },
});

function findingOf(unknown: UnknownKey): Finding {
  const { entry, where, tool, refused, protocol, meant, places, advice, overriddenBy } = unknown;
  if (overriddenBy !== undefined) {
    return {
      message: `\`${entry.key}\` stands twice ${where}; the first one is not read.`,
      remedy: 'Keep one of them.',
      at: entry.at,
      related: [{ ...overriddenBy, label: 'the one that is read' }],
    };
  }
  const message = `${tool} ${refused ? 'refuses' : 'does not read'} \`${entry.key}\` ${where}`;
  if (protocol !== undefined) {
    return {
      severity: 'error',
      message: `${message}, so the agent is deployed as HTTP, not as \`${protocol.value}\`.`,
      remedy: protocol.remedy,
      at: entry.keyAt,
    };
  }
  if (meant !== undefined && advice === undefined)
    return { message: `${message}; \`${meant}\` is close.`, remedy: `Write \`${meant}\`.`, at: entry.keyAt };
  if (places.length > 0) {
    return {
      message: `${message}; it belongs to ${listing(
        places.map((place) => `\`${place}\``),
        'or',
      )}.`,
      remedy: `Move it to \`${places[0]}\`.`,
      at: entry.keyAt,
    };
  }
  return { message: `${message}.`, at: entry.keyAt, ...(advice === undefined ? {} : { remedy: advice }) };
}
