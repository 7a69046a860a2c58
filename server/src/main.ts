import { createServer } from 'node:http';
import { keepCalls } from './calls/running.ts';
import { answerHttp } from './endpoint.ts';
import { log, traceOf } from './log.ts';
import { settingsFrom } from './settings.ts';
import { IDENTITY } from './version.ts';

// AgentCore asks at port 8000; another one is for a try on one's own machine.
const PORT = Number(process.env['PORT'] ?? 8000);
const settings = settingsFrom(process.env);
const running = keepCalls();
let stopping = false;
const server = createServer(answerHttp(settings, running, () => stopping));

// Whoever keeps a connection for a minute, as proxies do, must not find it closed in the moment of the next request.
server.keepAliveTimeout = 75_000;

server.on('error', (error) => {
  log({ event: 'failed', ...traceOf(error), code: 'code' in error ? String(error.code) : '', port: PORT });
  process.exitCode = 1;
});
server.listen(PORT, '0.0.0.0', () => {
  log({
    event: 'started',
    server: IDENTITY.name,
    version: IDENTITY.version,
    port: PORT,
    node: process.version,
  });
});

/** Takes no new connection, lets the calls that are running end, and ends them itself when the time is up. */
function stop(signal: NodeJS.Signals): void {
  if (stopping) return void server.closeAllConnections();
  stopping = true;
  log({ event: 'stopping', signal, calls: running.count() });
  const deadline = setTimeout(() => {
    running.abort();
    // What was answered in the last moment still goes out.
    setTimeout(() => server.closeAllConnections(), 250).unref();
  }, settings.graceMs);
  server.close(() => {
    clearTimeout(deadline);
    log({ event: 'stopped' });
  });
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
