import type { Check } from '../model/readiness.ts';
import { type Handler, type Handlers, ok } from './handler.ts';

export interface ServerPorts {
  readonly version: string;
  /** By name, e.g. `database`. One that throws is not ready, for the reason it gives. */
  readonly checks: Readonly<Record<string, () => Promise<Check>>>;
  /** The same of what it can do without for a while: said, but it stays ready. */
  readonly lanes: () => Readonly<Record<string, Check>>;
}

const run = async (check: () => Promise<Check>): Promise<Check> =>
  check().catch((error: unknown) => ({
    ok: false,
    reason: error instanceof Error ? error.message : String(error),
  }));

const showReadiness =
  ({ checks, lanes }: ServerPorts): Handler<'showReadiness'> =>
  async () => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const),
    );
    const ready = results.every(([, check]) => check.ok);
    return ok({ ready, checks: { ...Object.fromEntries(results), ...lanes() } }, ready ? 200 : 503);
  };

export const serverHandlers = (
  ports: ServerPorts,
): Handlers<'showHealth' | 'showReadiness' | 'showVersion'> => ({
  showHealth: async () => ok({ status: 'ok' }),
  showReadiness: showReadiness(ports),
  showVersion: async () => ok({ version: ports.version }),
});
