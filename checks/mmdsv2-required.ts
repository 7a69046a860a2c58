import { memberAt, textAt } from '../src/domain/cloud/documents.ts';
import { requireMmdsV2Fix } from '../src/domain/cloud/metadata-fix.ts';
import { defineCheck } from '../src/model/check.ts';
import type { RuntimeState } from '../src/model/cloud.ts';

/**
 * Runtimes that were created after this day are enabled from the beginning.
 * https://github.com/hashicorp/terraform-provider-aws/pull/48874 (measured there; verified 2026-11-25)
 */
const ENABLED_SINCE = '2026-02-15';

export default defineCheck({
  id: 'mmdsv2-required',
  title: 'The runtime does not require version 2 of the metadata service',
  severity: 'error',
  why: 'Since 2026-06-30 every call of such a runtime ends in `ValidationException: This runtime is not MMDSv2-enabled`, although its status is `READY`.',
  remedy:
    'Call `UpdateAgentRuntime` with `metadataConfiguration: {requireMMDSV2: true}` and everything else that `GetAgentRuntime` shows: the call replaces the whole.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html#troubleshoot-runtime-mmdsv2-validation',
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_UpdateAgentRuntime.html',
  ],
  fix: 'review',
  needs: ['runtimes'],

  *subjects({ runtimes: { runtimes } }) {
    for (const { state } of runtimes) if (state.kind === 'there') yield state.value;
  },

  judge(runtime: RuntimeState) {
    const { id, arn, document } = runtime;
    const required = memberAt(document, 'metadataConfiguration', 'requireMMDSV2');
    const at = { kind: 'resource', arn, pointer: '/metadataConfiguration/requireMMDSV2' } as const;
    if (required === true) return undefined;
    const fix = requireMmdsV2Fix(runtime);
    if (required === false) return { message: `Runtime \`${id}\` has \`requireMMDSV2: false\`.`, at, fix };
    const created = textAt(document, 'createdAt');
    if (created === undefined)
      return { unclear: `Whether runtime \`${id}\` requires MMDSv2 is not in what AWS answers.`, at };
    if (created >= ENABLED_SINCE) return undefined;
    return {
      message: `Runtime \`${id}\` was created on ${created.slice(0, 10)} and has no \`requireMMDSV2\`.`,
      at,
      fix,
    };
  },
});
