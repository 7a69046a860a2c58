import type { Tool } from '../calls/tool.ts';
import { getGuardrailInfo } from './get-guardrail-info.ts';
import { listGuardrails } from './list-guardrails.ts';
import { rewriteResponse } from './rewrite-response.ts';
import { validateContent } from './validate-content.ts';

/** The tools of the server, in the order in which they are listed. */
export const tools: readonly Tool[] = [validateContent, listGuardrails, getGuardrailInfo, rewriteResponse];
