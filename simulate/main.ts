// `npm run simulate`: hours of operation with faults in minutes. Ends with 1 where a job came to grief, with 2 when
// called wrongly.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openDatabase, startEmbeddedPostgres } from '@pawprint/server';
import { sql } from 'kysely';
import { type Progress, runHistory } from './history.ts';
import { readOptions, USAGE } from './options.ts';
import { createPlan, type Plan } from './plan.ts';
import { describePlan, findShortest } from './shorten.ts';
import type { History } from './verdict.ts';

/** What a simulation stores need not survive a crash of the machine. */
const THROWN_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

process.exitCode = await main();

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2));
  if (read.kind === 'help') process.stdout.write(USAGE);
  if (read.kind === 'problem') process.stderr.write(`${read.message}\n\n${USAGE}`);
  if (read.kind !== 'run') return read.kind === 'help' ? 0 : 2;
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-simulation-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: THROWN_AWAY });
  try {
    return await simulate(createPlan(read.options), postgres.url);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function simulate(plan: Plan, url: string): Promise<number> {
  print(
    `${plan.extractors.length} extractors, ${plan.submissions.length} submissions, ${plan.faults.length} faults`,
  );
  const history = await runOnNewDatabase(plan, url, showProgress());
  printHistory(history);
  const [violation] = history.violations;
  if (violation === undefined) return 0;
  print('Looking for the shortest history with this violation.');
  const shortest = await findShortest(
    plan,
    violation,
    async (shorter) => (await runOnNewDatabase(shorter, url)).violations,
  );
  print(describePlan(shortest));
  return 1;
}

async function runOnNewDatabase(
  plan: Plan,
  url: string,
  onProgress?: (progress: Progress) => void,
): Promise<History> {
  const db: Database = openDatabase(url);
  try {
    await empty(db);
    const migrated = await migrate(url);
    if (!migrated.ok) throw new Error(migrated.message);
    return await runHistory(plan, db, onProgress);
  } finally {
    await db.destroy();
  }
}

async function empty(db: Database): Promise<void> {
  await sql`drop schema if exists public cascade`.execute(db);
  await sql`create schema public`.execute(db);
}

function printHistory({ jobs, events, states, cancels, violations, digest }: History): void {
  print(`${jobs} jobs, ${events} events: ${listCounts(states)}. Digest ${digest}`);
  print(`Cancels: ${listCounts(cancels)}`);
  for (const { jobId, extractor, what } of violations)
    print(`Violation: job ${jobId} of ${extractor} ${what}`);
  print(`${violations.length} violations`);
}

function listCounts(counts: Readonly<Record<string, number>>): string {
  const counted = Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
  return counted || 'none';
}

function showProgress(): (progress: Progress) => void {
  const began = performance.now();
  return ({ hour, hours }) => {
    if (hour % 6 === 0 || hour === hours)
      print(`  ${hour} of ${hours} h, ${Math.round((performance.now() - began) / 1_000)} s`);
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
