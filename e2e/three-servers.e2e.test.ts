import { retry } from '@pawprint/async';
import type { Client } from '@pawprint/protocol';
import { createSignal, type Signal } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { type Fault, faultsOf, type Restartable, startReportingExtractor } from './three-servers/faults.ts';
import { type Installation, startInstallation } from './three-servers/installation.ts';
import { type FollowedEvents, followAllJobs, followEvents, uploadFiles } from './three-servers/load.ts';
import { type PyclowderFleet, startPyclowderFleet } from './three-servers/pyclowder-fleet.ts';
import { type Count, judge } from './three-servers/verdict.ts';

const numberOf = (variable: string, short: number): number => Number(process.env[variable] || short);

/** The short form. `npm run soak` sets more. */
const SIZE = {
  uploads: numberOf('SOAK_UPLOADS', 60),
  clients: numberOf('SOAK_CLIENTS', 4),
  /** Of each of the three kinds. */
  extractors: numberOf('SOAK_EXTRACTORS', 1),
  streams: numberOf('SOAK_STREAMS', 6),
  /** So many files are uploaded while one part is killed and comes back. */
  uploadsPerFault: numberOf('SOAK_UPLOADS_PER_FAULT', 10),
};
/** Then it says how far it is. */
const IS_LONG = SIZE.uploads > 1_000;
/** A dozen processes start and are started again, which takes minutes where the machine has much else to do. */
const LIMIT_MS = IS_LONG ? 12 * 3_600_000 : 600_000;

test(
  'nothing is lost or stored twice while each part of an installation is killed in turn',
  async () => {
    const installation = await startInstallation();
    const { client, postgres } = installation;
    const { fleet, restartable } = await startExtractors(installation);
    const jobs = followAllJobs(client);
    const files = new Map<string, string>();
    const following: Promise<FollowedEvents>[] = [];
    const steps = createSteps();
    const filesPerStream = Math.ceil(SIZE.uploads / SIZE.streams);
    // Together: where a part does not come back, the uploads of the next step would wait for ever.
    const [struck] = await Promise.all([
      strikeInTurn(faultsOf(installation, restartable), steps),
      uploadFiles(client, SIZE, steps.admit, (id, content) => {
        files.set(id, content);
        steps.confirm();
        if (files.size % filesPerStream === 0) following.push(followOneJob(client, id));
      }),
    ]);
    const jobsPerFile = Object.keys(NAMES).length;
    await jobs.over(new Set(files.keys()), jobsPerFile);

    const streams = await Promise.all(following);
    const outcome = { files, confirmedReports: fleet.confirmed, streams, jobsPerFile };
    const counts = await judge(client, postgres.url, outcome);
    printTable(struck, counts);
    expect(counts.filter(({ wrong }) => wrong > 0)).toEqual([]);
  },
  LIMIT_MS,
);

const NAMES = { pyclowder: 'e2e.pyclowder', rabbitmq: 'e2e.rabbitmq', http: 'e2e.http' };

interface Extractors {
  readonly fleet: PyclowderFleet;
  readonly restartable: readonly Restartable[];
}

/** Resolves when the server knows all of them. */
const startExtractors = async ({ client, brokerUrls }: Installation): Promise<Extractors> => {
  const byHttp = {
    REPORTING_NAME: NAMES.http,
    PAWPRINT_URL: client.options.baseUrl,
    PAWPRINT_KEY: client.options.key ?? '',
  };
  const byRabbitmq = { REPORTING_NAME: NAMES.rabbitmq, RABBITMQ_URI: brokerUrls };
  const starts = Array.from({ length: SIZE.extractors }, () =>
    [byHttp, byRabbitmq].map(startReportingExtractor),
  );
  const restartable = await Promise.all(starts.flat());
  const fleet = await startPyclowderFleet(brokerUrls, NAMES.pyclowder, SIZE.extractors);
  for (const name of Object.values(NAMES)) await isKnown(client, name);
  return { fleet, restartable };
};

const isKnown = (client: Client, name: string): Promise<void> =>
  expect
    .poll(
      () =>
        client.call('showExtractor', { params: { name } }).then(
          (found) => found?.enabled,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);

/** The job of the first extractor for a file. */
const followOneJob = async (client: Client, fileId: string): Promise<FollowedEvents> => {
  const found = await retry(() => client.call('listJobs', { query: { resource_id: fileId } }), {
    firstMs: 50,
    longestMs: 1_000,
  });
  return followEvents(client, found?.items[0]?.id ?? '');
};

/** Uploads go in steps. During each but the first, one part is away, and the next step waits until that is back. */
interface Steps {
  readonly count: number;
  /** Resolves when the upload of this number, from 0, may begin. */
  readonly admit: (n: number) => Promise<void>;
  readonly confirm: () => void;
  /** Resolves when all uploads of a step are confirmed. */
  readonly confirmed: (step: number) => Promise<void>;
  /** What was away during the step is back. */
  readonly end: (step: number) => void;
}

const createSteps = (): Steps => {
  const { uploads, uploadsPerFault } = SIZE;
  const count = Math.floor(uploads / uploadsPerFault);
  const [confirmed, ended] = [0, 1].map(() => Array.from({ length: count }, createSignal)) as [
    Signal[],
    Signal[],
  ];
  let total = 0;
  return {
    count,
    admit: async (n) => ended[Math.floor(n / uploadsPerFault) - 1]?.given,
    confirm() {
      total += 1;
      if (total % uploadsPerFault === 0) confirmed[total / uploadsPerFault - 1]?.give();
    },
    confirmed: async (step) => confirmed[step]?.given,
    end: (step) => ended[step]?.give(),
  };
};

/** Resolves to the names of what was killed. */
const strikeInTurn = async (faults: readonly Fault[], steps: Steps): Promise<string[]> => {
  const struck: string[] = [];
  steps.end(0);
  for (let step = 1; step < steps.count; step += 1) {
    await steps.confirmed(step - 1);
    const fault = faults[(step - 1) % faults.length];
    const back = fault?.strike();
    await back;
    struck.push(fault?.name ?? '');
    if (IS_LONG)
      process.stdout.write(
        `${new Date().toISOString()} Killed ${step} of ${steps.count - 1}: ${fault?.name}\n`,
      );
    steps.end(step);
  }
  return struck;
};

const printTable = (struck: readonly string[], counts: readonly Count[]): void => {
  const lines = counts.map(({ what, total, wrong }) => `| ${what} | ${total} | ${wrong} |`);
  const title = `Killed in turn: ${struck.join(', ')}`;
  process.stdout.write(`\n${title}\n\n| what | all | wrong |\n|---|---|---|\n${lines.join('\n')}\n`);
};
