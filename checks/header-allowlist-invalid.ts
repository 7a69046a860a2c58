import { configsOf, nameOf } from '../src/domain/manifest/agent-config.ts';
import { faultOfHeader, MOST_HEADERS } from '../src/domain/manifest/header-allowlist.ts';
import { entriesOf, isFilled, itemsOf, textOf, valueAt } from '../src/domain/config/tree.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { meantBy } from '../src/domain/words.ts';
import type { Fix, Safety } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Finding } from '../src/model/check.ts';
import type { AgentConfig } from '../src/model/manifest.ts';
import type { Entry, Tree } from '../src/model/tree.ts';

export default defineCheck({
  id: 'header-allowlist-invalid',
  title: 'The list of request headers holds what AgentCore does not pass on',
  severity: 'error',
  why: 'Only listed headers reach the server, and the deployment is refused when a listed one is reserved, restricted, repeated, or needs a JWT authorizer that is not there.',
  remedy:
    'List the names of your own headers, `X-Amzn-Bedrock-AgentCore-Runtime-Custom-…`, and `Authorization` beside a JWT authorizer.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html'],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const agent of configsOf(manifests)) {
      const key = agent.kind === 'cli' ? 'requestHeaderAllowlist' : 'request_header_configuration';
      const block = valueAt(agent.tree, key);
      if (block === undefined || !isFilled(block)) continue;
      const list = agent.kind === 'cli' ? block : valueAt(block, 'requestHeaderAllowlist');
      yield { finding: findingOfBlock(agent, block, list) };
      const findings = itemsOf(list).map((header, index) => findingOfHeader(agent, header, index, list));
      // An empty list is refused like a wrong one: nothing right in it leaves nothing to keep.
      const whole = findings.every((finding) => finding !== undefined) ? withoutList(agent, key) : undefined;
      for (const finding of findings)
        yield { finding: finding === undefined || whole === undefined ? finding : { ...finding, fix: whole } };
    }
  },

  judge: ({ finding }: { readonly finding: Finding | undefined }) => finding,
});

function findingOfBlock(agent: AgentConfig, block: Tree, list: Tree | undefined): Finding | undefined {
  const strange =
    agent.kind === 'cli' ? undefined : entriesOf(block).find(({ key }) => key !== 'requestHeaderAllowlist');
  if (strange !== undefined) {
    return {
      message: `The header configuration of \`${nameOf(agent)}\` has the key \`${strange.key}\`; the API knows only \`requestHeaderAllowlist\`.`,
      remedy: 'Write `requestHeaderAllowlist`.',
      at: strange.keyAt,
      ...optional('fix', list === undefined ? asAllowlist(strange) : undefined),
    };
  }
  const count = itemsOf(list).length;
  if (count <= MOST_HEADERS) return undefined;
  return {
    message: `\`${nameOf(agent)}\` lists ${count} headers; a runtime passes on ${MOST_HEADERS} at most.`,
    at: list?.at ?? block.at,
  };
}

function findingOfHeader(agent: AgentConfig, header: Tree, index: number, list: Tree | undefined): Finding | undefined {
  const name = textOf(header) ?? '';
  const before = itemsOf(list).slice(0, index);
  const twin = before.find((other) => textOf(other)?.toLowerCase() === name.toLowerCase());
  if (twin !== undefined) {
    return {
      message: `\`${name}\` stands twice in the list; upper and lower case are the same.`,
      remedy: 'Remove one of them.',
      at: header.at,
      related: [twin.at],
      ...optional('fix', withoutHeader(`Remove the second \`${name}\``, 'safe', index, list)),
    };
  }
  const hasJwt = agent.authorizer !== undefined || agent.authorizerType?.value === 'CUSTOM_JWT';
  const fault = faultOfHeader(name, hasJwt);
  if (fault === undefined) return undefined;
  const remedy =
    name.toLowerCase() === 'authorization'
      ? 'Add a JWT authorizer, or remove `Authorization`.'
      : `Remove \`${name}\`, or send the value in a header of your own.`;
  const fix = withoutHeader(`Remove \`${name}\` from the list`, 'review', index, list);
  return { message: `\`${name}\` ${fault}.`, remedy, at: header.at, ...optional('fix', fix) };
}

function asAllowlist({ key, keyAt }: Entry): Fix | undefined {
  const meant = meantBy(key, ['requestHeaderAllowlist']);
  return meant === undefined
    ? undefined
    : {
        title: `Write \`${meant.word}\` for \`${key}\``,
        safety: meant.sure ? 'safe' : 'review',
        edits: [{ kind: 'swap', at: keyAt, from: key, to: meant.word }],
      };
}

function withoutHeader(title: string, safety: Safety, index: number, list: Tree | undefined): Fix | undefined {
  if (list === undefined) return undefined;
  return { title, safety, edits: [{ kind: 'unset', at: list.at, path: [index], shared: true }] };
}

function withoutList({ tree }: AgentConfig, key: string): Fix {
  return {
    title: `Remove \`${key}\`: no header in it is passed on`,
    safety: 'review',
    edits: [{ kind: 'unset', at: tree.at, path: [key] }],
  };
}
