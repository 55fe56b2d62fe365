/** How the RabbitMQ lane is run; every field has pyClowder's variable behind it. */
export interface RabbitOptions {
  /** Address of the broker, e.g. `amqp://user:password@broker/%2f`. Default: `RABBITMQ_URI`. */
  readonly uri?: string;
  /** Queue to take jobs from; the extractor then calls itself by it. Default: `RABBITMQ_QUEUE`, else its name. */
  readonly queue?: string;
  /** Where the server is, in place of the address that each message names. Default: `CLOWDER_URL`, else none. */
  readonly clowderUrl?: string;
  /** Key of a private extractor. Default: `EXTRACTOR_KEY`, else none: everybody may use it. */
  readonly extractorKey?: string;
  /** E-mail of a private extractor's owner. Default: `CLOWDER_EMAIL`. */
  readonly ownerEmail?: string;
  /** How often a job is put back by `retryLater` before it fails. Default: `MAX_RETRY`, else 10. */
  readonly maxRetries?: number;
}

/** Whom a private extractor belongs to. */
export interface Owner {
  readonly key: string;
  readonly email: string;
}

export interface RabbitSettings {
  readonly kind: 'rabbitmq';
  readonly uri: string;
  readonly queue: string | undefined;
  readonly clowderUrl: string | undefined;
  readonly owner: Owner | undefined;
  readonly maxRetries: number;
}
