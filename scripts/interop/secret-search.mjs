// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@pawprint/server';
import { queryRows } from '@pawprint/testing';

/**
 * @typedef {object} Searched where secrets are searched for
 * @property {string} place
 * @property {readonly (string | Buffer)[]} contents
 * @property {string} [known] a text that must be found there, or the search has not seen what it should
 */

/**
 * @param {readonly Searched[]} searched
 * @param {readonly string[]} secrets
 * @returns {{ bytes: number, deviations: string[] }}
 */
export function searchForSecrets(searched, secrets) {
  const deviations = searched.flatMap(({ place, contents, known }) => [
    ...secrets
      .filter((secret) => contents.some((content) => content.includes(secret)))
      .map((secret) => `${place} contains ${secret}`),
    ...(known === undefined || contents.some((content) => content.includes(known))
      ? []
      : [`${place} was searched, but does not even contain ${known}`]),
  ]);
  const bytes = searched.flatMap(({ contents }) => contents).reduce((sum, { length }) => sum + length, 0);
  return { bytes, deviations };
}

/**
 * Every row of every table of a stopped server's embedded database, as text: in its files long values are compressed.
 * @param {string} dataDir
 * @returns {Promise<string[]>}
 */
export async function dumpDatabase(dataDir) {
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    const tables = await queryRows(
      postgres.url,
      `select format('%I.%I', schemaname, tablename) from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows = [];
    for (const [table] of tables)
      rows.push(...(await queryRows(postgres.url, `select t::text from ${String(table)} t`)));
    return rows.map(([row]) => String(row));
  } finally {
    await postgres.stop();
  }
}

/**
 * All files of a data directory as they are: tables, log of changes (WAL), blobs, logs.
 * @param {string} dataDir
 * @returns {Promise<Buffer[]>}
 */
export async function readAllFiles(dataDir) {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
}
