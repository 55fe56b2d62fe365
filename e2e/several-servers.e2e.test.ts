import { createClient, parseAnswer } from '@pawprint/protocol';
import { startEmbeddedPostgres } from '@pawprint/server';
import {
  ADMIN,
  allEnded,
  createDatasetWith,
  createSignal,
  followUntil,
  freePort,
  newDataDir,
  removeDataDir,
  type ServerProcess,
  startBalancer,
  startPgBouncer,
  startPyclowderInstance,
  startRabbitBroker,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';

const EXTRACTOR = 'e2e.digest';

/** Two servers on one database, one broker and one folder of files, behind a balancer and a connection pooler. */
const startServers = async () => {
  const [databaseDir, dataDir] = [await newDataDir(), await newDataDir()];
  const postgres = await startEmbeddedPostgres({ dataDir: databaseDir });
  const pooler = await startPgBouncer(postgres.url);
  const broker = await startRabbitBroker();
  const front = await freePort();
  const env = {
    DATABASE_URL: pooler.url,
    PAWPRINT_DATABASE_DIRECT_URL: postgres.url,
    RABBITMQ_URI: broker.url,
    PAWPRINT_PUBLIC_URL: `http://127.0.0.1:${front}`,
    PAWPRINT_TRUSTED_PROXIES: '127.0.0.1',
  };
  const start = (port: number) => startServerProcess({ dataDir, port, env });
  // Of those, one is started again at its port.
  const ports = [await freePort(), await freePort()];
  const servers: ServerProcess[] = await Promise.all(ports.map(start));
  const balancer = await startBalancer(front, ports);
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await balancer.close();
    await broker.close();
    await pooler.close();
    await postgres.stop();
    await Promise.all([databaseDir, dataDir].map(removeDataDir));
  });
  const client = createClient({ baseUrl: balancer.url, key: ADMIN.key, parseAnswer });
  return { servers, client, broker, start };
};

/** An upload that is tried again while a server dies; what was not confirmed does not count. */
const uploadUntilConfirmed = async (
  client: ReturnType<typeof createClient>,
  name: string,
): Promise<string> => {
  for (;;) {
    try {
      return (await createDatasetWith(client, [{ name, content: name }], name)).datasetId;
    } catch {
      // The connection to the server that was killed.
    }
  }
};

test('a session, a key and a stream work at each of two servers, and one of them can be killed', async () => {
  const { servers, client, broker, start } = await startServers();
  const [first, second] = servers;
  if (!first || !second) throw new Error('two servers were started');
  const consuming = createSignal();
  let seen = 0;
  const instance = await startPyclowderInstance(client, {
    url: broker.url,
    name: EXTRACTOR,
    process: { file: ['*/*'] },
    async beforeWork() {
      seen += 1;
      if (seen === 5) consuming.give();
    },
  });
  onTestFinished(() => instance.close());

  // Whoever signed in at one server is known to the other.
  const signedIn = await fetch(`${first.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: client.options.baseUrl },
    body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const me = await fetch(`${second.url}/api/me`, { headers: { cookie } });
  expect([signedIn.status, me.status]).toEqual([200, 200]);

  const TOTAL = 30;
  const all = followUntil(client, { extractor: EXTRACTOR }, allEnded(TOTAL));
  const uploads: Promise<string>[] = [];
  for (let n = 0; n < TOTAL / 2; n += 1) uploads.push(uploadUntilConfirmed(client, `plot ${n}.txt`));
  await consuming.given;
  await first.kill();
  for (let n = TOTAL / 2; n < TOTAL; n += 1) uploads.push(uploadUntilConfirmed(client, `plot ${n}.txt`));
  const datasets = await Promise.all(uploads);
  const jobs = await all;
  expect(new Set(datasets).size).toBe(TOTAL);
  // There may be more jobs: of uploads that were stored, and not confirmed before the server was killed.
  await followUntil(client, { extractor: EXTRACTOR }, (found) => {
    const ended = [...found.values()].filter(({ finished_at }) => finished_at !== null);
    const over = new Set(ended.map(({ dataset_id }) => dataset_id));
    return datasets.every((id) => over.has(id));
  });
  const states = await Promise.all(
    datasets.map(async (id) => {
      const found = await client.call('listJobs', { query: { dataset_id: id } });
      return found?.items.map(({ state }) => state);
    }),
  );
  expect(states).toEqual(Array(TOTAL).fill(['SUCCEEDED']));
  expect([...jobs.values()].filter(({ state }) => state !== 'SUCCEEDED')).toEqual([]);

  // The one that was killed comes back, and the other one may go.
  servers[0] = await start(Number(new URL(first.url).port));
  await second.kill();
  const last = await uploadUntilConfirmed(client, 'last.txt');
  const after = await followUntil(client, { dataset_id: last }, allEnded(1));
  expect([...after.values()].map(({ state }) => state)).toEqual(['SUCCEEDED']);
});
