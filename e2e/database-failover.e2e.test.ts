import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ADMIN,
  allEnded,
  createSignal,
  followUntil,
  newDataDir,
  removeDataDir,
  type ServerProcess,
  startDatabaseFront,
  startPyclowderInstance,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { type PostgresHolder, queryRows, startHolder } from '@pawprint/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';

const EXTRACTOR = 'e2e.digest';

const REPLICATED = { wal_level: 'replica', max_wal_senders: '4', wal_keep_size: '1GB' };

const portOf = (holder: PostgresHolder): string => new URL(holder.url()).port;

/** A primary that confirms nothing before its standby has it, the standby, and what leads to the one or the other. */
const startPrimaryAndStandby = async () => {
  const [primaryDir, standbyDir] = [await newDataDir(), await newDataDir()];
  // The standby begins as a copy of the files.
  const first = await startHolder({ dataDir: primaryDir, settings: REPLICATED });
  await first.end('SIGTERM');
  await promisify(execFile)('cp', ['-a', `${primaryDir}/.`, standbyDir]);
  await writeFile(join(standbyDir, 'postgres', 'cluster', 'standby.signal'), '');
  const primary = await startHolder({ dataDir: primaryDir, settings: REPLICATED });
  const { username, password } = new URL(primary.url());
  const source = `host=127.0.0.1 port=${portOf(primary)} user=${username} password=${decodeURIComponent(password)}`;
  const standby = await startHolder({
    dataDir: standbyDir,
    settings: { ...REPLICATED, primary_conninfo: source },
  });
  await queryRows(primary.url(), "alter system set synchronous_standby_names = '*'");
  await queryRows(primary.url(), 'select pg_reload_conf()');
  const front = await startDatabaseFront(Number(portOf(primary)), Number(portOf(standby)));
  const kill = async (holder: PostgresHolder): Promise<void> => {
    const pid = holder.postgresPid();
    await holder.end('SIGKILL');
    process.kill(pid, 'SIGKILL');
  };
  onTestFinished(async () => {
    await front.close();
    await kill(standby);
    await Promise.all([primaryDir, standbyDir].map(removeDataDir));
  });
  const url = new URL(primary.url());
  url.port = String(front.port);
  return {
    url: url.href,
    killPrimary: () => kill(primary),
    promoteStandby: () => queryRows(standby.url(), 'select pg_promote()'),
  };
};

/** Creates a dataset of this name; answers with the status, and with what a client is told to do. */
const createNamed = async ({ url }: ServerProcess, name: string) => {
  const response = await fetch(`${url}/api/datasets/createempty`, {
    method: 'POST',
    headers: { 'x-api-key': ADMIN.key, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const body: { id?: string } = await response.json();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), id: body.id };
};

const addFile = async ({ url }: ServerProcess, datasetId: string): Promise<number> => {
  const form = new FormData();
  form.append('File', new Blob(['a b c']), 'plot.txt');
  const response = await fetch(`${url}/api/uploadToDataset/${datasetId}`, {
    method: 'POST',
    headers: { 'x-api-key': ADMIN.key },
    body: form,
  });
  await response.text();
  return response.status;
};

test('a standby takes the place of the primary database, and nothing that was confirmed is lost', async () => {
  const database = await startPrimaryAndStandby();
  const broker = await startRabbitBroker();
  const server = await startServerProcess({ env: { DATABASE_URL: database.url, RABBITMQ_URI: broker.url } });
  onTestFinished(async () => {
    await server.kill();
    await broker.close();
    await removeDataDir(server.dataDir);
  });
  const atWork = createSignal();
  let begun = 0;
  const instance = await startPyclowderInstance(server.client, {
    url: broker.url,
    name: EXTRACTOR,
    process: { file: ['*/*'] },
    async beforeWork() {
      begun += 1;
      if (begun === 5) atWork.give();
    },
  });
  onTestFinished(() => instance.close());

  const BEFORE = 20;
  const confirmed: string[] = [];
  for (let n = 0; n < BEFORE; n += 1) {
    const { id = '' } = await createNamed(server, `before ${n}`);
    expect(await addFile(server, id)).toBe(200);
    confirmed.push(id);
  }
  await atWork.given;
  await database.killPrimary();

  const refused: Awaited<ReturnType<typeof createNamed>>[] = [];
  while (refused.length < 5) {
    const answer = await createNamed(server, 'meanwhile');
    if (answer.status === 200 && answer.id) confirmed.push(answer.id);
    else refused.push(answer);
  }
  await database.promoteStandby();
  let after = await createNamed(server, 'after');
  while (after.status !== 200) {
    refused.push(after);
    after = await createNamed(server, 'after');
  }
  expect(await addFile(server, after.id ?? '')).toBe(200);

  expect(refused.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null)).toEqual([]);
  const jobs = await followUntil(server.client, { extractor: EXTRACTOR }, allEnded(BEFORE + 1));
  // RabbitMQ gives a message back at once, so an extractor can use up its tries while there is no database. Its job says why.
  const failed = [...jobs.values()].filter(({ state }) => state !== 'SUCCEEDED');
  for (const { error } of failed) expect(error?.message).toContain('503');
  for (const { id } of failed) {
    const again = (await server.client.call('resubmitJob', { params: { id }, body: {} }))?.id ?? '';
    const ended = await followUntil(
      server.client,
      { extractor: EXTRACTOR },
      (found) => (found.get(again)?.finished_at ?? null) !== null,
    );
    expect(ended.get(again)?.state).toBe('SUCCEEDED');
  }
  const kept = await Promise.all(
    confirmed.map((id) => server.client.call('showDataset', { params: { id } })),
  );
  expect(kept.map((dataset) => dataset?.id)).toEqual(confirmed);
});
