import { readFile } from 'node:fs/promises';
import { createTestDatabase } from '@pawprint/testing';
import { queryRows } from '@pawprint/testing/postgres';
import { expect, test } from 'vitest';

const PAGE = new URL('../../../../docs/database-indexes.md', import.meta.url);

const listedIn = (page: string, table: string): string[] => {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${table}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| .+ \| .+ \|$/gm)].map(([, name = '']) => name).toSorted();
};

test('the docs name the question that needs each index of the tables that reports write', async () => {
  const page = await readFile(PAGE, 'utf8');
  const { url, drop } = await createTestDatabase();
  for (const table of ['jobs', 'job_attempts', 'job_events']) {
    const rows = await queryRows(
      url,
      `select indexname from pg_indexes where tablename = '${table}' order by 1`,
    );
    expect(listedIn(page, table)).toEqual(rows.map(([name]) => String(name)));
  }
  await drop();
});
