export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A person, by session or API key. */
export interface UserCaller {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** An extractor at work on one attempt, by the job's own credential. */
export interface JobCaller {
  readonly kind: 'job';
  readonly jobId: string;
  /** Null on RabbitMQ, where one message, and the credential in it, serves every attempt. */
  readonly attempt: number | null;
  readonly extractor: string;
  readonly extractorVersion: string | null;
  /** The person the job runs for: what it makes is theirs. */
  readonly submittedBy: string | null;
}

export type Caller = UserCaller | JobCaller;

/** The person something is put down to: what an extractor makes belongs to whom its job runs for. */
export const responsibleUser = (caller: Caller): string | null =>
  caller.kind === 'user' ? caller.id : caller.submittedBy;

/** Extractors name themselves in what they make. */
export const extractorOf = (caller: Caller): string | null =>
  caller.kind === 'job' ? caller.extractor : null;
