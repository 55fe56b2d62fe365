import { Client as Postgres } from 'pg';
import { withBenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { type Figure, printFigures, whole } from './table.ts';

const ENTRIES = 1_000_000;
const REQUESTS = 50;

/** Of 100 people, one entry every 30 s. One in 1,000 is about a space, and one in 100,000 is an import. */
const FILL = `
  insert into audit_log (id, at, user_id, user_name, act, subject, subject_name, address, means, details)
  select gen_random_uuid(), timestamptz '2026-01-01' + n * interval '30 s', 'person-' || n % 100, 'Person ' || n % 100,
    case when n % 100000 = 0 then 'import.jobs' when n % 1000 = 0 then 'space.set_member'
      when n % 3 = 0 then 'dataset.share' else 'account.sign_in' end,
    'subject-' || n % 5000, 'Subject ' || n % 5000, '192.0.2.7', 'session', '{"role": "viewer"}'
  from generate_series(1, ${ENTRIES}) n`;

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
  await postgres.query(FILL);
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
