import type { Told } from './telemetry.ts';

/**
 * Whether a log holds nothing but answers to `POST /mcp` of the machine itself. The platform's health checks look so, and
 * where calls are never handed on to the server, they are all that is there.
 */
export interface BareRequests {
  add(told: Told): void;
  /** How many there are; nothing where there is anything else. */
  count(): number | undefined;
}

/** What every server writes that starts. */
const STARTS =
  /^(?:INFO:\s{1,8})?(?:Started server process|Waiting for application startup|Application startup complete|Uvicorn running on|INFO:mcp\.server\.streamable_http_manager:StreamableHTTP session manager started)/;
const LOCAL = /\b127\.0\.0\.1\b|::1\b/;

/** A log of which nothing is known yet. */
export function bareRequests(): BareRequests {
  let requests = 0;
  let hasOthers = false;
  return {
    add({ text, access }) {
      if (hasOthers) return;
      if (access !== undefined && isOwn(access) && LOCAL.test(text)) requests += 1;
      else if (!STARTS.test(text)) hasOthers = true;
    },
    count: () => (hasOthers || requests === 0 ? undefined : requests),
  };
}

function isOwn({ method, path, status }: NonNullable<Told['access']>): boolean {
  return method === 'POST' && path === '/mcp' && status < 300;
}
