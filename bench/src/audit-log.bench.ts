import { Client as Postgres } from 'pg';
import { auditEntries } from './audit-entries.ts';
import { withBenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { type Figure, printFigures, whole } from './table.ts';

const ENTRIES = 1_000_000;
const REQUESTS = 50;

const FILTERS = [
  { what: 'no filter', query: {} },
  { what: 'a person', query: { person: 'person-7' } },
  { what: 'a person who did nothing', query: { person: 'nobody' } },
  { what: 'a frequent act', query: { act: 'account.sign_in' } },
  { what: 'a frequent kind', query: { act: 'account' } },
  { what: 'a rare kind (10 entries)', query: { act: 'import' } },
  { what: 'a kind that never was', query: { act: 'quarantine' } },
  { what: 'a subject by its id', query: { subject: 'subject-7' } },
  { what: 'a subject by its name', query: { subject: 'Subject 7' } },
  { what: 'a subject that never was', query: { subject: 'nothing' } },
  { what: 'a day', query: { since: '2026-06-01T00:00:00Z', until: '2026-06-02T00:00:00Z' } },
  {
    what: 'a person, a kind and a day',
    query: { person: 'person-0', act: 'space', since: '2026-06-01T00:00:00Z', until: '2026-06-02T00:00:00Z' },
  },
];

await withBenchServer(async ({ client, databaseUrl }) => {
  const postgres = new Postgres(databaseUrl);
  await postgres.connect();
  await postgres.query(auditEntries(ENTRIES));
  await postgres.query('vacuum analyze audit_log');
  await postgres.end();

  const figures: Figure[] = [];
  for (const { what, query } of FILTERS) {
    const ask = () => client.call('listAudit', { query });
    await ask();
    const taken: number[] = [];
    for (let n = 0; n < REQUESTS; n += 1) {
      const start = performance.now();
      await ask();
      taken.push(performance.now() - start);
    }
    const value = `${percentile(taken, 50).toFixed(1)}, ${percentile(taken, 95).toFixed(1)} ms`;
    figures.push({ what, value });
  }
  printFigures(
    `The audit log of ${whole(ENTRIES)} entries over HTTP, 50 to a page, median and 95th percentile`,
    figures,
  );
});
