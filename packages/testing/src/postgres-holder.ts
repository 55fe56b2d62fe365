import type { ChildProcess } from 'node:child_process';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPostgresOptions } from '@pawprint/server';

export interface HolderOptions extends EmbeddedPostgresOptions {
  /** Whom the process becomes; needs root. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
}

export type HolderReport =
  | { readonly url: string; readonly postgresPid: number }
  | { readonly problem: string; readonly message: string };

export interface PostgresHolder {
  readonly report: HolderReport;
  readonly pid: number;
  /** `SIGTERM` stops it in order, `SIGUSR2` makes it exit without stopping anything, `SIGKILL` is what it is. */
  end(signal: 'SIGTERM' | 'SIGUSR2' | 'SIGKILL'): Promise<void>;
}

const TESTING_PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Node runs what was built, so that other processes can hold an embedded PostgreSQL. */
export function buildHolder(): void {
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
  execFileSync(process.execPath, [tsc, '--build', TESTING_PACKAGE], { stdio: 'pipe', encoding: 'utf8' });
}

/** Another process that starts the embedded PostgreSQL of a data directory, as a server would. */
export async function startHolder(options: HolderOptions): Promise<PostgresHolder> {
  const child = fork(`${TESTING_PACKAGE}/dist/postgres-holder-process.js`, [JSON.stringify(options)], {
    execArgv: [],
  });
  const exited = once(child, 'exit');
  const report = await Promise.race([firstMessage(child), exited.then(failedToReport)]);
  return {
    report,
    pid: child.pid ?? 0,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

async function firstMessage(child: ChildProcess): Promise<HolderReport> {
  const [report] = await once(child, 'message');
  return report;
}

function failedToReport([code, signal]: unknown[]): never {
  throw new Error(`the process ended before it reported: ${String(code ?? signal)}`);
}
