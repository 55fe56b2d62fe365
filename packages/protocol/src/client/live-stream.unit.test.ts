import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Event } from '../jobs/job.ts';
import { createClient } from './client.ts';
import { followJobs } from './live-stream.ts';

const eventOf = (seq: number): Event => ({
  seq,
  number: seq,
  id: `e${seq}`,
  job_id: 'j',
  attempt: 1,
  kind: 'PROCESSING',
  level: null,
  message: `line ${seq}`,
  progress: null,
  received_at: '2026-11-24T01:54:22.113Z',
  reported_at: null,
  reported: null,
  matched_by: 'job_id',
  late: false,
  reason: null,
});

const write = (response: ServerResponse, seq: number): void => {
  response.write(`event: event\nid: ${seq}\ndata: ${JSON.stringify(eventOf(seq))}\n\n`);
};

/** Serves each connection with the next script; the last one serves all that follow. */
const streamServer = async (
  scripts: ((response: ServerResponse, lastEventId: string | undefined) => void)[],
) => {
  let connections = 0;
  const server = createServer((request, response) => {
    const script = scripts[Math.min(connections, scripts.length - 1)];
    connections += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    script?.(response, request.headers['last-event-id'] as string | undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Follows until the event with this seq has come. */
const followUntil = (baseUrl: string, lastSeq: number) =>
  new Promise<{ seqs: number[]; statuses: string[] }>((resolve) => {
    const seqs: number[] = [];
    const statuses: string[] = [];
    const stream = followJobs(
      createClient({ baseUrl }),
      {},
      {
        onStatus: (status) => statuses.push(status),
        onEvent: (event) => {
          seqs.push(event.seq);
          if (event.seq !== lastSeq) return;
          stream.close();
          resolve({ seqs, statuses });
        },
      },
    );
  });

test('a stream cut in an event resumes after the last whole one', async () => {
  const asked: (string | undefined)[] = [];
  const baseUrl = await streamServer([
    (response) => {
      write(response, 1);
      write(response, 2);
      response.write('event: event\nid: 3\ndata: {"seq":3,');
      response.end();
    },
    (response, lastEventId) => {
      asked.push(lastEventId);
      write(response, 3);
      write(response, 4);
    },
  ]);
  const { seqs, statuses } = await followUntil(baseUrl, 4);
  expect(seqs).toEqual([1, 2, 3, 4]);
  expect(asked).toEqual(['2']);
  expect(statuses).toEqual(['connecting', 'live', 'reconnecting', 'live']);
});

test('that there are notifications is passed on, and does not move the place to resume from', async () => {
  const asked: (string | undefined)[] = [];
  const baseUrl = await streamServer([
    (response) => {
      write(response, 1);
      response.end('event: notified\ndata: {}\n\n');
    },
    (response, lastEventId) => {
      asked.push(lastEventId);
      response.write('event: notified\ndata: {}\n\n');
    },
  ]);
  let announced = 0;
  await new Promise<void>((resolve) => {
    const stream = followJobs(
      createClient({ baseUrl }),
      {},
      {
        onNotified: () => {
          announced += 1;
          if (announced < 2) return;
          stream.close();
          resolve();
        },
      },
    );
  });
  expect(asked).toEqual(['1']);
});

test('connecting is repeated until the server is up', async () => {
  const baseUrl = await streamServer([
    (response) => response.destroy(),
    (response) => response.destroy(),
    (response) => write(response, 1),
  ]);
  expect((await followUntil(baseUrl, 1)).seqs).toEqual([1]);
});
