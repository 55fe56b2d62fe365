/** Fanout, durable: where extractors publish their heartbeats. Clowder v1's. */
export const HEARTBEAT_EXCHANGE = 'extractors';

/** Fanout, durable: what the server sends to every instance. Ours; an extractor can ignore it. */
export const CONTROL_EXCHANGE = 'pawprint.control';

/** Every extractor queue is declared like this: any argument would make pyClowder's own declaration fail. */
export const EXTRACTOR_QUEUE_OPTIONS = { durable: true } as const;

/** Where pyClowder puts the messages that it failed on. */
export const errorQueueOf = (queue: string): string => `error.${queue}`;

/** The queue of an extractor that only its owner may use. */
export const privateQueueOf = (key: string, name: string): string => `private.${key}.${name}`;

/** Only a private extractor's name begins so. */
export const isPrivateName = (name: string): boolean => name.startsWith('private.');

/** What our SDK reports beyond pyClowder's bodies, as AMQP headers. Clowder v1 ignores them. */
export const HEADERS = {
  /** Id of the process. */
  instance: 'x-pawprint-instance',
  /** Version of the extractor. */
  version: 'x-pawprint-version',
  /** Number of the attempt; absent where the extractor can't know it: a redelivery. */
  attempt: 'x-pawprint-attempt',
  /** `LOG` or `PROGRESS`, both of which pyClowder's body calls processing. */
  kind: 'x-pawprint-kind',
  /** Of a `LOG`: debug, info, warn or error. */
  level: 'x-pawprint-level',
  /** Of a `PROGRESS`: 0 to 1, as text. */
  progress: 'x-pawprint-progress',
  /** Of a `LOG` in whose place lines were dropped: `lines_dropped` of a report over HTTP, as JSON. */
  linesDropped: 'x-pawprint-lines-dropped',
  /** `true` on an end that answers a request to cancel. */
  cancelled: 'x-pawprint-cancelled',
  /** Of a heartbeat: the machine's name. */
  host: 'x-pawprint-host',
  /** Of a heartbeat: time to the next one. */
  interval: 'x-pawprint-interval-ms',
  /** `true` on the last heartbeat of an instance that leaves. */
  stopping: 'x-pawprint-stopping',
  /** Why a message is in an error queue. */
  reason: 'x-pawprint-reason',
} as const;
