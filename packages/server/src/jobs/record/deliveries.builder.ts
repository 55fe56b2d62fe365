import { v4 } from 'uuid';
import { type Delivery, parseDelivery } from '../../model/report.ts';
import { type JobsBench, WORD_COUNT } from '../jobs.builder.ts';

const MEMBERS = {
  STARTED: 'start',
  PROCESSING: 'processing',
  SUCCEEDED: 'done',
  SKIPPED: 'skip',
  ERROR: 'error',
  RESUBMITTED: 'retry',
} as const;
export type DeliveredKind = keyof typeof MEMBERS;

export interface DeliveryOptions {
  readonly jobId?: string | null;
  readonly fileId?: string;
  readonly extractor?: string;
  readonly message?: string;
  readonly correlationId?: string;
  readonly messageId?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly redelivered?: boolean;
  /** The sender's time, as it writes it. */
  readonly at?: string;
}

/** A delivered report as pyClowder sends it. */
export const aDelivery = (kind: DeliveredKind, options: DeliveryOptions = {}): Delivery => {
  const { jobId = null, fileId = v4(), extractor = WORD_COUNT, message = `it said ${kind}` } = options;
  const { correlationId, messageId, headers, redelivered = false } = options;
  const { at = '2026-11-24T01:52:13-00:00' } = options;
  const message_type = `StatusMessage.${MEMBERS[kind]}`;
  const body = {
    file_id: fileId,
    extractor_id: extractor,
    job_id: jobId,
    status: `${message_type}: ${message}`,
    start: at,
    message_type,
    message,
  };
  const properties = { deliveryMode: 2, correlationId, messageId, headers };
  return parseDelivery({ body: Buffer.from(JSON.stringify(body)), properties }, redelivered);
};

/** Anything at all. */
export const aRawDelivery = (body: string | Uint8Array, redelivered = false): Delivery =>
  parseDelivery({ body: Buffer.from(body as string), properties: { headers: {} } }, redelivered);

export const again = (delivery: Delivery): Delivery => ({ ...delivery, redelivered: true });

/** A file in a dataset, for reports that name no job. */
export const addFile = async ({ db, now }: JobsBench): Promise<{ id: string; datasetId: string }> => {
  const [datasetId, id] = [v4(), v4()];
  const created_at = new Date(now());
  await db.insertInto('datasets').values({ id: datasetId, name: 'soil', created_at }).execute();
  await db
    .insertInto('files')
    .values({
      id,
      dataset_id: datasetId,
      name: 'soil.csv',
      size_bytes: 12,
      sha256: '0'.repeat(64),
      mime: 'text/csv',
      blob_key: id,
      created_at,
    })
    .execute();
  return { id, datasetId };
};

/** A job of an extractor, waiting in the broker. */
export const submitToBroker = async (
  bench: JobsBench,
  also: Parameters<JobsBench['submit']>[0] = {},
): Promise<string> => {
  const id = await bench.submit(also);
  await bench.db.updateTable('jobs').set({ lane: 'rabbitmq' }).where('id', '=', id).execute();
  return id;
};
