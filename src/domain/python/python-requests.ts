import type { Node } from 'web-tree-sitter';
import type { Located } from '../../model/location.ts';
import { placeOf, type Source } from './python-source.ts';

/** What a server may ask of its client in the middle of a tool call. */
export type ClientRequest = 'elicitation' | 'sampling' | 'roots';

const WORDS = /\.(?:elicit\w*|sample(?:_step)?|create_message|list_roots)\s*\(/;
/** `sample` is also a method of data frames and of `random`: only a context of MCP counts. */
const CONTEXT = /(?:^|\.)(?:ctx|context|_ctx|mcp_context|mcp_ctx|get_context\(\))$/i;
const SESSION = /(?:^|\.)(?:session|server_session|request_context\.session|mcp_session)$/;

/** Every call that asks the client something and waits for the answer. */
export function requestsOf(root: Node, source: Source): readonly Located<ClientRequest>[] {
  if (!WORDS.test(source.text)) return [];
  return root.descendantsOfType('attribute').flatMap((node) => {
    const call = node?.parent;
    if (node === null || call?.type !== 'call' || call.childForFieldName('function')?.id !== node.id) return [];
    const method = node.childForFieldName('attribute')?.text ?? '';
    if (!/^(?:elicit|sample|create_message|list_roots)/.test(method)) return [];
    const request = requestOf(method, (node.childForFieldName('object')?.text ?? '').replaceAll(/\s/g, ''));
    return request === undefined ? [] : [{ value: request, at: placeOf(node, source) }];
  });
}

function requestOf(method: string, object: string): ClientRequest | undefined {
  const context = CONTEXT.test(object);
  const session = SESSION.test(object);
  if (/^elicit(?:_url|_form)?$/.test(method) && (context || session)) return 'elicitation';
  if (/^sample(?:_step)?$/.test(method) && context) return 'sampling';
  if (method === 'create_message' && session) return 'sampling';
  return method === 'list_roots' && (context || session) ? 'roots' : undefined;
}
