import { retry } from '@pawprint/async';
import type { Client } from '@pawprint/protocol';
import { queryRows } from '@pawprint/testing';
import { vi } from 'vitest';
import type { FollowedEvents } from './load.ts';

export interface Outcome {
  readonly files: ReadonlyMap<string, string>;
  readonly confirmedReports: ReadonlySet<string>;
  readonly streams: readonly FollowedEvents[];
  readonly jobsPerFile: number;
}

/** How many of each kind there were, and how many of them were not as they must be. */
export interface Count {
  readonly what: string;
  readonly total: number;
  readonly wrong: number;
}

/** Compares what was confirmed to clients with what the database and the bucket have. */
export const judge = async (
  client: Client,
  databaseUrl: string,
  outcome: Outcome,
): Promise<readonly Count[]> => {
  const query = (statement: string) => queryRows(databaseUrl, statement);
  const confirmedReports = await lateRuns(query, outcome);
  return [
    ...(await countJobs(query, outcome)),
    ...(await countReports(query, confirmedReports)),
    await countStreams(query, outcome),
    await countBlobs(client, outcome),
  ];
};

type Query = (statement: string) => Promise<unknown[][]>;

/**
 * A message that was not acknowledged is delivered again, maybe after its job was over. Resolves when what comes of that is
 * stored, or after three minutes: what is missing then is counted. Resolves to the reports that were confirmed until then:
 * others may be confirmed, and not stored yet, while the rest is counted.
 */
const lateRuns = async (query: Query, outcome: Outcome): Promise<readonly string[]> => {
  let confirmed: readonly string[] = [];
  const areOver = async (): Promise<boolean> => {
    const [[open] = []] = await query('select count(*)::int from jobs where finished_at is null');
    const stored = new Set((await query(REPORTS)).map(([message]) => message));
    confirmed = [...outcome.confirmedReports];
    return open === 0 && confirmed.every((text) => stored.has(text));
  };
  await vi.waitUntil(areOver, { timeout: 180_000, interval: 500 }).catch(() => undefined);
  return confirmed;
};

const countJobs = async (query: Query, { files, jobsPerFile }: Outcome): Promise<Count[]> => {
  const jobs = await query('select state, reason, resource_id, finished_at is null from jobs');
  const ofFile = new Map<unknown, number>();
  for (const [, , file] of jobs) ofFile.set(file, (ofFile.get(file) ?? 0) + 1);
  const unexplained = jobs.filter(([state, reason]) => state !== 'SUCCEEDED' && reason === null);
  const open = jobs.filter(([, , , isOpen]) => isOpen === true);
  return [
    {
      what: 'files confirmed, without all their jobs',
      total: files.size,
      wrong: [...files.keys()].filter((id) => ofFile.get(id) !== jobsPerFile).length,
    },
    { what: 'jobs, not over', total: jobs.length, wrong: open.length },
    {
      what: 'jobs, ended otherwise than done without a reason',
      total: jobs.length,
      wrong: unexplained.length,
    },
  ];
};

const REPORT = "e.message like 'report ________-%:%'";
const REPORTS = `select message, count(*)::int from job_events e where ${REPORT} group by message`;

const countReports = async (query: Query, confirmedReports: readonly string[]): Promise<Count[]> => {
  const stored = (await query(REPORTS)) as [string, number][];
  const times = new Map(stored);
  const twice = stored.filter(([, count]) => count > 1);
  for (const line of await describeRepeated(query)) process.stdout.write(`${line}\n`);
  const missing = confirmedReports.filter((text) => !times.has(text));
  // The lines of a run on the SDK are numbered. What comes after a line of it is stored, so the line must be.
  const gaps = (await query(
    `select run from (
       select split_part(message, ':', 1) as run, count(distinct message) as lines, max(split_part(message, ':', 2)::int) as last
       from job_events e where ${REPORT} group by 1
     ) runs where lines <> last`,
  )) as [string][];
  return [
    { what: 'reports stored, more than once', total: stored.length, wrong: twice.length },
    {
      what: 'reports of pyClowder confirmed, not stored',
      total: confirmedReports.length,
      wrong: missing.length,
    },
    {
      what: 'reports stored, with an earlier one of their run missing',
      total: stored.length,
      wrong: gaps.length,
    },
  ];
};

const MOST_SHOWN = 20;

/** Where and when the first of the reports came that are stored more than once. */
const describeRepeated = async (query: Query): Promise<readonly string[]> => {
  const rows = await query(
    `select string_agg(format('%s seq %s attempt %s at %s', j.extractor, seq, attempt, received_at), ' | ' order by seq)
     from job_events e join jobs j on j.id = e.job_id where ${REPORT}
     group by message having count(*) > 1 order by min(seq) limit ${MOST_SHOWN}`,
  );
  return rows.map(([line]) => `Stored more than once: ${String(line)}`);
};

const countStreams = async (query: Query, { streams }: Outcome): Promise<Count> => {
  let wrong = 0;
  for (const { jobId, seqs, seen } of streams) {
    const rows = await query(`select seq::int from job_events where job_id = '${jobId}' order by seq`);
    const stored = rows.map(([seq]) => seq as number);
    const last = stored.at(-1) ?? 0;
    await seen(last);
    // Of a late run, more may have been stored since.
    if (seqs.filter((seq) => seq <= last).join() !== stored.join()) wrong += 1;
  }
  return { what: 'streams, that did not see each event once in order', total: streams.length, wrong };
};

const countBlobs = async (client: Client, { files }: Outcome): Promise<Count> => {
  let wrong = 0;
  for (const [id, content] of files) {
    // The bucket, or a server, may be back only just now.
    const stored = await retry(async () => (await client.fetch('downloadFile', { params: { id } })).text(), {
      firstMs: 50,
      longestMs: 1_000,
    });
    if (stored !== content) wrong += 1;
  }
  return { what: 'files confirmed, without their bytes', total: files.size, wrong };
};
