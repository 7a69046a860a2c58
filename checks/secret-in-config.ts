import { secretKind } from '../src/domain/manifest/secrets.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Place } from '../src/model/location.ts';
import type { WrittenSecret } from '../src/model/manifest.ts';
import type { NamedValue } from '../src/model/value.ts';

interface Site {
  readonly at: Place;
  readonly secret:
    | { readonly what: string; readonly name?: string; readonly file: WrittenSecret['file'] | 'variable' }
    | undefined;
}

export default defineCheck({
  id: 'secret-in-config',
  title: 'A secret stands in plain text',
  severity: 'error',
  why: 'Whoever reads the repository, the image or GetAgentRuntime has the secret; environment variables of a runtime are shown to everyone who may describe it.',
  remedy:
    'Revoke the secret, keep the new one in AWS Secrets Manager or AgentCore Identity, and give the server its name.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
  ],
  fix: 'none',
  needs: ['manifests', 'agents'],

  *subjects({ manifests, agents }) {
    for (const { path, tree, kind } of manifests.files)
      if (tree !== undefined && kind !== 'targets') yield { at: { ...tree.at, path }, secret: undefined };
    for (const { at, ...secret } of manifests.secrets) yield { at, secret };
    // Agents that share a Dockerfile share its variables. Images that are no agent's are not asked about.
    const variables = new Map(
      agents.agents
        .flatMap(({ environment }) => environment)
        .map((variable) => [JSON.stringify(variable.at), variable]),
    );
    for (const variable of variables.values()) yield siteOf(variable);
  },

  judge({ at, secret }: Site) {
    if (secret === undefined) return undefined;
    const { what, name, file } = secret;
    const under = name === undefined ? '' : ` under \`${name}\``;
    const message = `${what.charAt(0).toUpperCase()}${what.slice(1)} stands in plain text${under}.`;
    if (file === 'token')
      return {
        severity: 'warning' as const,
        message,
        remedy: 'Delete the file, and let git ignore it; a token that was pushed is to be revoked.',
        at,
      };
    if (file === 'environment')
      return {
        severity: 'warning' as const,
        message,
        remedy: 'Let git ignore the file and `.dockerignore` leave it out of the image.',
        at,
      };
    return { message, at };
  },
});

function siteOf({ name, value, secret, at }: NamedValue): Site {
  const what = value === undefined ? secret : secretKind(name, value);
  return { at, secret: what === undefined ? undefined : { what, name, file: 'variable' } };
}
