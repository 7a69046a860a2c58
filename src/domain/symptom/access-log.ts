import { toolFails } from './answering.ts';
import { contentType, notJsonRpc, versionUnknown } from './requests.ts';
import { lifespanMissing } from './serving.ts';
import { keepsSessions, transportReused } from './sessions.ts';
import { likely, perhaps, type Symptom } from './symptom.ts';

// Answers in the access log of the server that several faults give, without a message beside them.

export const accessLog: readonly Symptom[] = [
  {
    id: 'posts-refused',
    title: 'The server answers `POST /mcp` with 400',
    grade: 'effect',
    seen: [{ access: 'POST /mcp', status: 400 }],
    suspects: [likely(keepsSessions), likely(notJsonRpc), likely(versionUnknown), perhaps(contentType)],
    unless: ['session-id-missing', 'version-refused', 'body-refused', 'content-type-refused'],
  },
  {
    id: 'posts-failed',
    title: 'The server answers `POST /mcp` with 500',
    grade: 'effect',
    seen: [{ access: 'POST /mcp', status: 500 }],
    suspects: [likely(transportReused), likely(lifespanMissing), likely(toolFails)],
    unless: ['task-group-not-started', 'transport-used-twice', 'initialization-exceeded-by-errors'],
  },
];
