/** The members of pyClowder's StatusMessage, by the names they have on the wire. */
export const STATUS_MEMBERS = ['start', 'processing', 'done', 'skip', 'error', 'retry'] as const;
export type StatusMember = (typeof STATUS_MEMBERS)[number];

/** What an extractor sends to a message's `reply_to`: pyClowder's report, field by field. */
export interface StatusBody {
  /** Id of the file, or of the dataset for a job about a dataset. */
  readonly file_id: string;
  readonly extractor_id: string;
  /** Null where the message named no job. */
  readonly job_id: string | null;
  /** `StatusMessage.<member>: <message>` */
  readonly status: string;
  /** When it was said, in whole seconds with an offset: all that Clowder v1 reads. */
  readonly start: string;
  /** `StatusMessage.<member>` */
  readonly message_type: string;
  readonly message: string;
}

export interface StatusFacts {
  readonly resourceId: string;
  readonly extractor: string;
  readonly jobId: string | null;
  readonly member: StatusMember;
  readonly message: string;
  readonly at: Date;
}

const wholeSeconds = (at: Date): string => `${at.toISOString().slice(0, 19)}+00:00`;

export const statusBody = (facts: StatusFacts): StatusBody => {
  const message_type = `StatusMessage.${facts.member}`;
  return {
    file_id: facts.resourceId,
    extractor_id: facts.extractor,
    job_id: facts.jobId,
    status: `${message_type}: ${facts.message}`,
    start: wholeSeconds(facts.at),
    message_type,
    message: facts.message,
  };
};
