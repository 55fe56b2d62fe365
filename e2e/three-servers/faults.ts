import { retry } from '@pawprint/async';
import { queryRows, startExtractorProcess } from '@pawprint/testing';
import { onTestFinished } from 'vitest';
import type { Installation } from './installation.ts';

/** A part of the installation that is killed. */
export interface Fault {
  readonly name: string;
  /** Kills it and starts it again. Resolves when it is back. */
  readonly strike: () => Promise<void>;
}

/** One of each kind; further rounds take the next server and the next node. */
export const faultsOf = (
  installation: Installation,
  extractors: readonly Restartable[],
): readonly Fault[] => {
  const { cluster, postgres, s3 } = installation;
  let round = 0;
  return [
    {
      name: 'a server',
      async strike() {
        const index = round % 3;
        await installation.killServer(index);
        await installation.startServer(index);
      },
    },
    {
      name: 'a node of the broker',
      async strike() {
        const node = cluster.nodes[round % cluster.nodes.length];
        await node?.kill();
        await node?.start();
      },
    },
    {
      name: 'the bucket',
      async strike() {
        await s3.kill();
        await s3.start();
      },
    },
    {
      name: 'the database',
      async strike() {
        const { pid } = postgres;
        process.kill(pid, 'SIGINT');
        await retry(
          async () => {
            await queryRows(postgres.url, 'select 1');
            if (postgres.pid === pid) throw new Error('it has not ended yet');
          },
          { firstMs: 50, longestMs: 200 },
        );
      },
    },
    {
      name: 'an extractor of each kind',
      async strike() {
        await Promise.all(extractors.map((each) => each.restart()));
        round += 1;
      },
    },
  ];
};

export interface Restartable {
  readonly restart: () => Promise<void>;
}

const SCRIPT = new URL('../extractors/dist/reporting.js', import.meta.url).pathname;

/** An extractor on the SDK in a process of its own, until the test ends. Resolves when it is at work. */
export const startReportingExtractor = async (
  env: Readonly<Record<string, string>>,
): Promise<Restartable> => {
  const start = async () => {
    const started = startExtractorProcess(SCRIPT, env);
    await started.output.waitFor(/at work for/);
    return started;
  };
  let running = await start();
  onTestFinished(() => running.kill());
  return {
    async restart() {
      await running.kill();
      running = await start();
    },
  };
};
