import { createHash } from 'node:crypto';
import type { Client } from '@pawprint/protocol';
import { type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';
import { vi } from 'vitest';
import { createSignal } from './signal.ts';

/** What a test reads of the message of a job. */
export interface PyclowderMessage {
  readonly id: string;
  readonly datasetId: string;
  readonly job_id: string;
  readonly routing_key: string;
  readonly host: string;
  readonly secretKey: string;
  readonly retry_count?: number;
}

export interface PyclowderInstance {
  /** Resolves when a message has been put into the error queue. */
  readonly gaveUp: Promise<void>;
  close(): Promise<void>;
}

interface InstanceOptions {
  /** The address of the broker. */
  readonly url: string;
  readonly name: string;
  readonly process: { readonly file?: readonly string[]; readonly dataset?: readonly string[] };
  /** Called before the files of a message are read. A rejection is a failed try. */
  readonly beforeWork: (message: PyclowderMessage) => Promise<void>;
}

const MAX_RETRIES = 10;

/**
 * An extractor that behaves as unmodified pyClowder does, and adds the digest of each file, or the number of a dataset's
 * files, as metadata. It reads a dataset before it reports the start. A failed try is put back into the queue at once,
 * without correlation id, and after ten of them into the error queue. Resolves once the server knows the extractor.
 */
export const startPyclowderInstance = async (
  client: Client,
  options: InstanceOptions,
): Promise<PyclowderInstance> => {
  const { url, name } = options;
  const gaveUp = createSignal();
  const model = await connect(url);
  const channel = await model.createConfirmChannel();
  await channel.prefetch(1);
  for (const queue of [name, `error.${name}`]) await channel.assertQueue(queue, { durable: true });
  await channel.consume(name, (message) => {
    if (message !== null) void processMessage(channel, options, message, () => gaveUp.give());
  });
  await announce(channel, client, options);
  return { gaveUp: gaveUp.given, close: () => model.close() };
};

const announce = async (channel: ConfirmChannel, client: Client, options: InstanceOptions): Promise<void> => {
  const { name, process } = options;
  // A heartbeat is lost while no server consumes yet.
  const isHeard = async (): Promise<boolean> =>
    (await client.call('showReadiness', {}).catch(() => undefined))?.checks['broker']?.ok ?? false;
  await vi.waitUntil(isHeard, { timeout: 60_000 });
  const info = { name, version: '1.0', description: 'digests', process };
  const beat = { id: crypto.randomUUID(), queue: name, owner: '', extractor_info: info };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(beat)));
  const isKnown = async (): Promise<boolean> =>
    (await client.call('showExtractor', { params: { name } }).catch(() => null))?.enabled ?? false;
  await vi.waitUntil(isKnown, { timeout: 60_000 });
};

const processMessage = async (
  channel: ConfirmChannel,
  { name, beforeWork }: InstanceOptions,
  message: ConsumeMessage,
  onGaveUp: () => void,
): Promise<void> => {
  const body = JSON.parse(message.content.toString()) as PyclowderMessage;
  const { retry_count: retries = 0 } = body;
  const report = (kind: string, text: string) => sendReport(channel, message, body, { name, kind, text });
  const putBack = (queue: string, returned: PyclowderMessage): void => {
    const { replyTo } = message.properties as { replyTo: string };
    channel.sendToQueue(queue, Buffer.from(JSON.stringify(returned)), { persistent: true, replyTo });
  };
  try {
    await (isOnDataset(body) ? workOnDataset : workOnFile)(
      body,
      () => report('start', 'Started'),
      beforeWork,
    );
    report('done', 'Done processing.');
  } catch (error) {
    // What a dataset's job cannot read before its start, pyClowder does not try again.
    const isLast = retries >= MAX_RETRIES || error instanceof UnreadableDataset;
    report(isLast ? 'error' : 'retry', isLast ? String(error) : `(#${retries + 1}) ${String(error)}`);
    putBack(isLast ? `error.${name}` : name, isLast ? body : { ...body, retry_count: retries + 1 });
    if (isLast) onGaveUp();
  }
  channel.ack(message);
};

const isOnDataset = ({ routing_key }: PyclowderMessage): boolean => routing_key.includes('.dataset.');

class UnreadableDataset extends Error {}

type Work = (
  message: PyclowderMessage,
  reportStart: () => void,
  beforeWork: InstanceOptions['beforeWork'],
) => Promise<void>;

/** Does not look at the status of the download, as pyClowder's older versions do not. */
const workOnFile: Work = async (message, reportStart, beforeWork) => {
  const { id, host, secretKey } = message;
  reportStart();
  await beforeWork(message);
  const download = await fetch(`${host}/api/files/${id}?key=${secretKey}`);
  const sha256 = createHash('sha256')
    .update(Buffer.from(await download.arrayBuffer()))
    .digest('hex');
  await upload(message, `files/${id}`, { sha256 });
};

const workOnDataset: Work = async (message, reportStart, beforeWork) => {
  const { datasetId, host, secretKey } = message;
  const listed = await fetch(`${host}/api/datasets/${datasetId}/files?key=${secretKey}`);
  if (!listed.ok) throw new UnreadableDataset('Error processing message.');
  const files = (await listed.json()) as unknown[];
  reportStart();
  await beforeWork(message);
  await upload(message, `datasets/${datasetId}`, { files: files.length });
};

const upload = async (
  { host, secretKey }: PyclowderMessage,
  resource: string,
  content: unknown,
): Promise<void> => {
  const response = await fetch(`${host}/api/${resource}/metadata.jsonld?key=${secretKey}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ content }),
  });
  if (!response.ok) throw new Error(`${response.status} for url: ${host}`);
};

interface ReportText {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

const sendReport = (
  channel: ConfirmChannel,
  message: ConsumeMessage,
  body: PyclowderMessage,
  { name, kind, text }: ReportText,
): void => {
  const type = `StatusMessage.${kind}`;
  const fileId = isOnDataset(body) ? body.datasetId : body.id;
  const said = {
    file_id: fileId,
    extractor_id: name,
    job_id: body.job_id,
    start: '2026-11-28T01:53:49-00:00',
  };
  const content = { ...said, status: `${type}: ${text}`, message_type: type, message: text };
  const { replyTo, correlationId } = message.properties as { replyTo: string; correlationId?: string };
  const properties = { persistent: true, ...(correlationId && { correlationId }) };
  channel.sendToQueue(replyTo, Buffer.from(JSON.stringify(content)), properties);
};
