import { readFileSync } from 'node:fs';

export const RECORDINGS = [
  'abort',
  'crash-then-redelivered',
  'flaky-then-ok',
  'manual-submission',
  'skip',
  'slow-progress',
  'test-file-extractor',
  'wordcount',
  'wordcount-no-job-id',
] as const;

export type RecordingName = (typeof RECORDINGS)[number];

/** AMQP properties by their names in the protocol; those that the sender left out are missing. */
export interface RecordedProperties {
  readonly content_type?: string;
  readonly correlation_id?: string;
  readonly delivery_mode?: number;
  readonly reply_to?: string;
}

export type RecordedBody = Readonly<Record<string, unknown>>;

export interface RecordedDispatch {
  readonly routing_key: string;
  readonly properties: RecordedProperties;
  readonly body: RecordedBody;
}

export interface RecordedDelivery extends RecordedDispatch {
  readonly redelivered: boolean;
  readonly exchange: string;
}

export interface RecordedCall {
  readonly method: string;
  /** With its query, so with the key. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One conversation with a real pyClowder extractor: see the README beside the recordings. */
export interface Recording {
  readonly dispatched: readonly RecordedDispatch[];
  readonly replies: readonly RecordedDelivery[];
  readonly heartbeats: readonly RecordedDelivery[];
  readonly error_queue: readonly RecordedDelivery[];
  readonly left_in_queue: readonly RecordedDelivery[];
  readonly http: readonly RecordedCall[];
}

const FOLDER = new URL('../../protocol/src/rabbitmq/recordings/', import.meta.url);

export const readRecording = (name: RecordingName): Recording =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
