import { parentPort } from 'node:worker_threads';
import { loadApart } from './load.ts';
import { serveAws } from './logs/thread/serve.ts';
import * as failure from './model/failure.ts';
import type * as aws from './world/aws/index.ts';

// The thread that asks AWS while another one works on the answers. Without the main script it is there sooner, and takes
// less room.
if (parentPort !== null) {
  const port = parentPort;
  const { exports, keep } = loadApart('all-aws.script', { 'src/model/failure.ts': () => failure }, process.env);
  let keepOnce = (): void => {
    keepOnce = () => undefined;
    keep();
  };
  // The build makes the script of this module.
  const { openLogCalls, loadService } = exports as typeof aws;
  // That takes longer than it takes the other thread to say what is wanted.
  void loadService('logs');
  const line = {
    say(message: unknown) {
      port.postMessage(message);
      // All is loaded by the first answer, and the heap is small.
      keepOnce();
    },
    hear: (heard: (message: unknown) => void) => void port.on('message', heard),
  };
  void serveAws(line, openLogCalls).then(() => port.close());
}
