import { withTimeLimit } from '@pawprint/async';
import type { Check } from '../model/readiness.ts';
import { type Handler, type Handlers, ok } from './handler.ts';

export interface ServerPorts {
  readonly version: string;
  /** By name, e.g. `database`. One that throws is not ready, for the reason in its error. */
  readonly checks: Readonly<Record<string, () => Promise<Check>>>;
  /** By name, parts that the server works without for a while: they are in the answer, and the server stays ready. */
  readonly lanes: () => Readonly<Record<string, Check>>;
}

/** Short enough that the answer comes within two seconds, whatever a check waits for. */
const CHECK_LIMIT_MS = 1_800;
const RETRY_AFTER_SECONDS = 1;

export const serverHandlers = (
  ports: ServerPorts,
): Handlers<'showHealth' | 'showReadiness' | 'showVersion'> => ({
  showHealth: async () => ok({ status: 'ok' }),
  showReadiness: showReadiness(ports),
  showVersion: async () => ok({ version: ports.version }),
});

const showReadiness =
  (ports: ServerPorts): Handler<'showReadiness'> =>
  async ({ reply }) => {
    const readiness = await checkReadiness(ports);
    if (!readiness.ready) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    return ok(readiness, readiness.ready ? 200 : 503);
  };

/** Whether every part that the server needs is there, with the reason where one is not. */
export const checkReadiness = async ({ checks, lanes }: ServerPorts) => {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const),
  );
  const ready = results.every(([, check]) => check.ok);
  return { ready, checks: { ...Object.fromEntries(results), ...lanes() } };
};

const run = async (check: () => Promise<Check>): Promise<Check> => {
  try {
    return await withTimeLimit(check(), CHECK_LIMIT_MS, noAnswer);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
};

const noAnswer = (): Check => ({ ok: false, reason: `No answer within ${CHECK_LIMIT_MS / 1_000} s` });
