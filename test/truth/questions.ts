import { initialize, listTools, ping, type Planned } from '../../src/domain/rehearsal/requests.ts';
import type { Ask } from '../real/attempt.ts';

/** A name that a server knows as its own machine's, and one that it does not. */
const [HERE, FOREIGN] = ['127.0.0.1:8000', 'cell01.eu-west-1.runtime.example'] as const;
/** An id of the platform's making. */
const SESSION = { 'mcp-session-id': '0c4f9f5e-6d0b-4c3c-9a55-2f0f3a1f7a10' };

/** What is asked, in this order. The first goes to `/mcp`, the others to where the endpoint is. */
export const QUESTIONS = ['knock', 'initialize', 'list', 'list-again', 'foreign-host', 'ping'] as const;
export type Question = (typeof QUESTIONS)[number];

/** What the platform asks of a server whose endpoint is at a path. */
export function questionsAt(path: string): readonly Ask[] {
  return QUESTIONS.map((question) => {
    const { method, headers, body = '' } = PLANNED[question];
    return { method, path: question === 'knock' ? '/mcp' : path, headers: { host: HERE, ...headers }, body };
  });
}

const PLANNED: Readonly<Record<Question, Planned>> = {
  knock: ping('knock'),
  initialize: initialize('initialize', '2025-11-25', { headers: SESSION }),
  list: listTools('list', SESSION['mcp-session-id']),
  'list-again': listTools('list-again', SESSION['mcp-session-id']),
  'foreign-host': ping('foreign-host', { headers: { host: FOREIGN } }),
  ping: ping('ping'),
};
