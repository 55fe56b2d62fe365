import { routes } from '@pawprint/protocol';
import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { succeed } from '../../job/job.ts';
import { startFakeLane } from '../../test-lane/fake-lane.ts';
import { clowderMessage } from './message.builder.ts';
import { runOnBroker } from './running-on-broker.builder.ts';

let host: VirtualHost;
beforeAll(async () => {
  host = await createVirtualHost();
});
afterAll(() => host.delete());

const aServer = async () => {
  const server = await startFakeLane();
  onTestFinished(() => server.close());
  const { id } = server.addJob({ bytes: Buffer.from('some text') });
  return { server, secretKey: `credential-of-${id}` };
};

test("downloads and outputs use Clowder v1's routes with the job's key", async () => {
  const { server, secretKey } = await aServer();
  const { peer, queue } = await runOnBroker(host.url, async (_, ctx) => {
    const bytes = Buffer.concat(await ctx.input.stream().toArray());
    await ctx.uploadMetadata({ length: bytes.length });
    const image = { filename: 'a.png', contentType: 'image/png' };
    await ctx.uploadPreview(Buffer.from('pixels'), { ...image, metadata: { width: 4 } });
    await ctx.uploadThumbnail(Buffer.from('pixels'), image);
    await ctx.uploadFile(Buffer.from('new'), { filename: 'b.txt', contentType: 'text/plain' });
    await ctx.addTags(['red']);
    return succeed(bytes.toString());
  });
  await peer.send(queue, clowderMessage({ host: `${server.url}/`, secretKey }));
  await peer.until(() => peer.reported().includes('done'));

  expect(peer.reports.at(-1)?.body.message).toBe('some text');
  expect(server.invalidBodies).toEqual([]);
  expect(server.requests).toHaveLength(9);
  for (const { route, query, headers } of server.requests) {
    expect(routes[route].family, route).toBe('clowder-v1');
    expect(query['key']).toBe(secretKey);
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('x-api-key');
  }
  expect(server.calls('addFileMetadata')[0]?.body).toMatchObject({
    agent: { '@type': 'cat:extractor', extractor_id: `${server.url}/extractors/${queue}/1.0.0` },
    attachedTo: { resourceType: 'file', id: 'file-1' },
    content: { length: 9 },
  });
  expect(server.calls('addPreviewMetadata')[0]?.body).toEqual({ width: '4' });
});

test('CLOWDER_URL replaces the address in the message', async () => {
  const { server, secretKey } = await aServer();
  const { peer, queue } = await runOnBroker(
    host.url,
    async (_, ctx) => succeed(Buffer.concat(await ctx.input.stream().toArray()).toString()),
    { options: { rabbitmq: { clowderUrl: server.url } } },
  );
  await peer.send(queue, clowderMessage({ host: 'http://clowder.invalid', secretKey }));
  await peer.until(() => peer.reported().includes('done'));
  expect(peer.reports.at(-1)?.body.message).toBe('some text');
});

test('a refused credential fails the job and appears in no text', async () => {
  const { server, secretKey } = await aServer();
  server.failNext('downloadFile', { status: 401, code: `Not authorized: key=${secretKey}` });
  const { peer, queue, log } = await runOnBroker(host.url, async (_, ctx) => void (await ctx.input.file()));
  await peer.send(queue, clowderMessage({ host: server.url, secretKey }));
  await peer.until(() => peer.reported().includes('error'));
  const texts = JSON.stringify(peer.reports.map(({ body }) => body)) + log.join();
  expect(texts).toContain('fault 401');
  expect(texts).not.toContain(secretKey);
});
