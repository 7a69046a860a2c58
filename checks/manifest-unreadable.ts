import { isOpen } from '../src/domain/manifest/agent-config.ts';
import { contradictionsOf } from '../src/domain/manifest/manifest-contradictions.ts';
import { describePath, misfitsOfFile } from '../src/domain/manifest/manifest-shape.ts';
import { fixOfMissing, fixOfUnparsable, fixOfWrong } from '../src/domain/manifest/misfit-fixes.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Misfit } from '../src/domain/manifest/shape.ts';
import { headOf } from '../src/domain/text.ts';
import { textOf } from '../src/domain/config/tree.ts';
import { nearest } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Finding } from '../src/model/check.ts';
import type { ManifestFile } from '../src/model/manifest.ts';

export default defineCheck({
  id: 'manifest-unreadable',
  title: 'A manifest does not hold what its tool reads',
  severity: 'error',
  why: 'The tool stops before it deploys anything, or never looks at the file, so that what it says about protocol and authorizer has no effect.',
  remedy:
    'Write the file as its tool expects it; `agentcore configure` (starter toolkit) or `agentcore validate` (npm CLI) show how.',
  references: [
    'https://github.com/aws/bedrock-agentcore-starter-toolkit/blob/main/src/bedrock_agentcore_starter_toolkit/utils/runtime/schema.py',
    'https://github.com/aws/agentcore-cli',
  ],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const file of manifests.files) {
      yield { file, finding: findingOfFile(file) };
      for (const misfit of misfitsOfFile(file))
        if (misfit.kind !== 'unknown') yield { file, finding: findingOfMisfit(misfit, file) };
      for (const finding of contradictionsOf(file)) yield { file, finding };
    }
  },

  judge({ file, finding }) {
    if (file.problem?.what === 'template')
      return {
        unclear: `\`${file.path}\` is a template; what comes out of it is not to be seen.`,
        at: headOf(file.path),
      };
    return finding;
  },
});

function findingOfFile({ path, kind, problem }: ManifestFile): Finding | undefined {
  if (kind === 'unread') {
    return {
      severity: 'warning',
      message: `\`${path}\` configures an agent, and no AgentCore tool reads a file of that name.`,
      remedy:
        'Move the settings to `.bedrock_agentcore.yaml` (starter toolkit) or `agentcore/agentcore.json` (npm CLI), or to the script that deploys.',
      at: headOf(path),
    };
  }
  if (problem === undefined) return undefined;
  return {
    message: `\`${path}\` ${problem.what === 'syntax' ? 'does not parse' : 'is not a manifest'}: ${lowered(problem.message)}`,
    at: problem.at,
    ...optional('fix', problem.cure === undefined ? undefined : fixOfUnparsable(problem.cure)),
  };
}

function findingOfMisfit(
  misfit: Exclude<Misfit, { readonly kind: 'unknown' }>,
  file: ManifestFile,
): Finding | undefined {
  const { kind } = file;
  const tool = kind === 'toolkit' ? 'the starter toolkit' : 'the `@aws/agentcore` CLI';
  if (misfit.kind === 'missing') {
    const place = misfit.path.length === 0 ? 'The file' : `\`${describePath(misfit.path)}\``;
    return {
      message: `${place} has no \`${misfit.key}\`, which ${tool} asks for.`,
      remedy: `Add \`${misfit.key}\`.`,
      at: misfit.at,
      ...optional('fix', fixOfMissing(misfit, file)),
    };
  }
  const { tree, path, wants, words, growing } = misfit;
  const written = textOf(tree);
  if (written !== undefined && isOpen(written)) return undefined; // `placeholder-value` says so.
  const what = `\`${describePath(path)}\``;
  if (tree.kind === 'scalar' && tree.type !== 'null' && tree.type !== 'string' && wants === 'a text') {
    return {
      message: `${what} is \`${tree.text}\` without quotes, which is a ${tree.type}; ${tool} wants a text.`,
      remedy: `Write \`${kind === 'toolkit' ? `'${tree.text}'` : `"${tree.text}"`}\`.`,
      at: tree.at,
      ...optional('fix', fixOfWrong(misfit, file)),
    };
  }
  const saw = written === undefined ? (tree.kind === 'scalar' ? 'null' : `a ${tree.kind}`) : `\`${written}\``;
  const meant = written === undefined ? undefined : nearest(written, words);
  return {
    message: `${what} is ${saw}; ${tool} wants ${wants}.`,
    remedy: meant === undefined ? `Write ${wants}.` : `Write \`${meant}\`.`,
    at: tree.at,
    ...(growing ? { severity: 'warning' } : {}),
    ...optional('fix', fixOfWrong(misfit, file)),
  };
}

/** Goes on in the middle of a sentence; what begins with a name stays. */
function lowered(sentence: string): string {
  return /^[A-Z]([a-z]| )/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
