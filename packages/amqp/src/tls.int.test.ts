import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { type Authority, createAuthority, type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type ConnectionState, openConnection } from './connection.ts';
import type { TlsFiles } from './tls.ts';

const USER = 'ncsa.wordcount';

let folder: string;
let ours: Authority;
let strange: Authority;
let client: TlsFiles;
let broker: RabbitBroker;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawprint-test-certificates-'));
  [ours, strange] = await Promise.all([createAuthority(folder, 'ours'), createAuthority(folder, 'strange')]);
  client = { ca: ours.ca, ...(await ours.issue(USER)) };
  const tls = { ca: ours.ca, ...(await ours.issue('broker')) };
  broker = await startRabbitBroker({ tls, plugins: ['rabbitmq_auth_mechanism_ssl'] });
  await broker.ctl('add_user', USER, 'a password that nobody uses');
  await broker.ctl('set_permissions', USER, '.*', '.*', '.*');
});
afterAll(async () => {
  await broker.close();
  await rm(folder, { recursive: true, force: true });
});

/** The first state that says whether it is connected. */
const connectTo = async (uri: string, tls: TlsFiles): Promise<ConnectionState> => {
  let name: (state: ConnectionState) => void = () => undefined;
  const first = new Promise<ConnectionState>((resolve) => {
    name = resolve;
  });
  const connection = await openConnection({
    broker: { uris: [uri], tls },
    name: 'test',
    setup: async () => undefined,
    onState: (next) => name(next),
  });
  onTestFinished(() => connection.close());
  return first;
};

test('a client certificate says who connects, without a password', async () => {
  expect(await connectTo(broker.tlsUrl, client)).toEqual({ state: 'connected' });
  expect(await broker.ctl('list_connections', 'user', 'ssl')).toContain(`${USER}\ttrue`);
});

test('a user in the address counts, whatever the certificate says', async () => {
  const url = Object.assign(new URL(broker.tlsUrl), { username: 'guest', password: 'guest' }).href;
  expect(await connectTo(url, client)).toEqual({ state: 'connected' });
  expect(await broker.ctl('list_connections', 'user', 'ssl')).toContain('guest\ttrue');
});

const reasonOf = (state: ConnectionState): string => ('reason' in state ? state.reason : '');

test.each<[string, () => Promise<TlsFiles>, RegExp]>([
  ['no client certificate', async () => ({ ca: ours.ca }), /requires a client certificate/],
  [
    'an unknown authority of the broker',
    async () => ({ ...client, ca: strange.ca }),
    /certificate is signed by an/,
  ],
  [
    'a client certificate of a strange authority',
    async () => ({ ca: ours.ca, ...(await strange.issue('stranger')) }),
    /refuses the client certificate, whose authority it does not know/,
  ],
  [
    'an expired client certificate',
    async () => ({ ca: ours.ca, ...(await ours.issue('old', 'expired')) }),
    /refuses the client certificate, which has expired/,
  ],
  [
    'a file that is missing',
    async () => ({ ...client, cert: join(folder, 'none') }),
    /client certificate cannot be read: ENOENT/,
  ],
  [
    "another certificate's key",
    async () => ({ ...client, key: (await ours.issue('other')).key }),
    /do not belong together/,
  ],
  [
    'a file of another kind',
    async () => ({ ...client, cert: join(folder, 'ours.cnf') }),
    /not in a PEM file/,
  ],
])('%s is given as the reason', async (_, files, reason) => {
  expect(reasonOf(await connectTo(broker.tlsUrl, await files()))).toMatch(reason);
});

test('a port without TLS is given as the reason', async () => {
  const uri = broker.url.replace('amqp:', 'amqps:');
  expect(reasonOf(await connectTo(uri, client))).toMatch(/does not speak TLS at this port/);
});

test("an expired certificate of the broker's is given as the reason", async () => {
  const { cert, key } = await ours.issue('expired', 'expired');
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const uri = `amqps://localhost:${(server.address() as AddressInfo).port}/%2F`;
  expect(reasonOf(await connectTo(uri, client))).toMatch(/broker's certificate has expired/);
});
