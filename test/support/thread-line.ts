import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { serveAws } from '../../src/logs/thread/serve.ts';
import type { ThreadLine } from '../../src/model/thread.ts';
import { openLogCalls } from '../../src/world/aws/index.ts';

/** The asking end of `logs tail`, in this thread: all that is said is copied, as between the two of the program. */
export function askingHere(): ThreadLine {
  const { port1, port2 } = new MessageChannel();
  void serveAws(lineOf(port2), openLogCalls).then(() => port1.close());
  return lineOf(port1);
}

function lineOf(port: MessagePort): ThreadLine {
  return {
    say: (message) => port.postMessage(message),
    hear: (heard) => void port.on('message', heard),
  };
}
