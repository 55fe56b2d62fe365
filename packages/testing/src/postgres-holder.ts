import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPostgresOptions } from '@pawprint/server';

export interface HolderOptions extends EmbeddedPostgresOptions {
  /** The user that the process runs as; needs root. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
}

export type HolderReport =
  | { readonly url: string; readonly postgresPid: number }
  | { readonly problem: string; readonly message: string };

export interface PostgresHolder {
  readonly report: HolderReport;
  readonly pid: number;
  /** Throws, with the reason, if it did not start. */
  url(): string;
  postgresPid(): number;
  /** `SIGTERM` stops it in order, `SIGUSR2` makes it exit without stopping anything, `SIGKILL` kills it. */
  end(signal: 'SIGTERM' | 'SIGUSR2' | 'SIGKILL'): Promise<void>;
}

const RUN_FROM_SOURCES = fileURLToPath(new URL('./run-from-sources.mjs', import.meta.url));
const HOLDER = fileURLToPath(new URL('./postgres-holder-process.ts', import.meta.url));

/** Another process that starts the embedded PostgreSQL of a data directory, as a server would. */
export async function startHolder(options: HolderOptions): Promise<PostgresHolder> {
  const child = fork(RUN_FROM_SOURCES, [HOLDER, JSON.stringify(options)], { execArgv: [] });
  const exited = once(child, 'exit');
  const report = await Promise.race([firstMessage(child), exited.then(failedToReport)]);
  return {
    report,
    pid: child.pid ?? 0,
    url: () => started(report).url,
    postgresPid: () => started(report).postgresPid,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

function started(report: HolderReport): Extract<HolderReport, { url: string }> {
  if ('problem' in report) throw new Error(report.message);
  return report;
}

async function firstMessage(child: ChildProcess): Promise<HolderReport> {
  const [report] = await once(child, 'message');
  return report;
}

function failedToReport([code, signal]: unknown[]): never {
  throw new Error(`the process ended before it reported: ${String(code ?? signal)}`);
}
