import { baseOf } from '../domain/paths.ts';
import { looksLikeTemplate, readTemplate } from '../domain/template/template-source.ts';
import { defineCollector } from '../model/fact.ts';
import type { Template } from '../model/template.ts';
import type { Parsed } from '../model/tree.ts';
import { parseYaml } from './yaml.ts';

/** Files that other tools own, however much JSON or YAML they are. */
const OTHERS = new Set(
  (
    'package.json package-lock.json composer.json manifest.json tree.json cdk.json cdk.context.json agentcore.json ' +
    'aws-targets.json pnpm-lock.yaml .pre-commit-config.yaml docker-compose.yml docker-compose.yaml mkdocs.yml ' +
    '.bedrock_agentcore.yaml'
  ).split(' '),
);

/** The CloudFormation, SAM and synthesised CDK templates of a project, recognised by what they hold. */
export const templates = defineCollector<'templates', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect({ project }, world) {
    const files: Template[] = [];
    for (const path of project.files) {
      if (!/\.(ya?ml|json|template)$/.test(path) || OTHERS.has(baseOf(path))) continue;
      const file = await world.glance(path);
      if (!file.ok || !looksLikeTemplate(file.text)) continue;
      const template = readTemplate(path, file.text, await parse(path, file.text));
      if (template !== undefined) files.push(template);
    }
    return { files };
  },
});

async function parse(path: string, text: string): Promise<Parsed> {
  if (path.endsWith('.json') || /^\s*\{/.test(text)) {
    const { readJson } = await import('../domain/config/json-source.ts');
    return readJson(path, text);
  }
  return parseYaml(path, text);
}
