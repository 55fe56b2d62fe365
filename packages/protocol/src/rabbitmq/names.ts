/** Fanout, durable: extractors say here that they live. Clowder v1's. */
export const HEARTBEAT_EXCHANGE = 'extractors';

/** Fanout, durable: the server's word to every instance. Ours; nobody has to listen. */
export const CONTROL_EXCHANGE = 'pawprint.control';

/** Every extractor queue is declared like this: any argument would make pyClowder's own declaration fail. */
export const EXTRACTOR_QUEUE_OPTIONS = { durable: true } as const;

/** Where an extractor leaves the messages it could not make anything of. */
export const errorQueueOf = (queue: string): string => `error.${queue}`;

/** The queue of an extractor that only its owner may use. */
export const privateQueueOf = (key: string, name: string): string => `private.${key}.${name}`;

/** Such a name is only ever somebody's own extractor's. */
export const isPrivateName = (name: string): boolean => name.startsWith('private.');

/** What our extractors say beyond pyClowder's bodies, as AMQP headers. Clowder v1 does not look at them. */
export const HEADERS = {
  /** Id of the process. */
  instance: 'x-pawprint-instance',
  /** Version of the extractor. */
  version: 'x-pawprint-version',
  /** Number of the attempt; absent where the extractor can't know it: a delivery made again. */
  attempt: 'x-pawprint-attempt',
  /** `LOG` or `PROGRESS`, both of which pyClowder's body calls processing. */
  kind: 'x-pawprint-kind',
  /** Of a `LOG`: debug, info, warn or error. */
  level: 'x-pawprint-level',
  /** Of a `PROGRESS`: 0 to 1, as text. */
  progress: 'x-pawprint-progress',
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
