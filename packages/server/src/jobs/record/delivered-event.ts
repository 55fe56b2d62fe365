import { type Instant, type JobProgress, type MatchedBy, openAttempt, redactKeys } from '@pawprint/core';
import type { StatusMessage } from '@pawprint/protocol';
import type { ArrivedEvent } from '../../model/job-change.ts';
import { storableText } from '../../model/storable.ts';

/** How a report came to its job. */
export interface Arrival {
  readonly id: string;
  readonly by: MatchedBy;
  readonly at: Instant;
  /** The extractor's version that counts at the moment, where a report does not say which it is. */
  readonly version: string | undefined;
}

/** A sender that does not know which attempt it is (its work order came again) speaks of the last one it began. */
const attemptOf = ({ attempt, instanceId, kind }: StatusMessage, { attempts }: JobProgress): number | null =>
  attempt !== null || instanceId === null || kind === 'STARTED'
    ? attempt
    : (attempts.findLast((each) => each.instanceId === instanceId)?.number ?? null);

/** Who begins an attempt is said with the report that may begin one, and not again with each that follows. */
const beginner = (
  { kind, instanceId, extractorVersion }: StatusMessage,
  job: JobProgress,
  version: string | undefined,
): Partial<ArrivedEvent> => {
  if (kind !== 'STARTED' && openAttempt(job) !== undefined) return {};
  const begunWith = extractorVersion ?? version;
  return {
    ...(instanceId === null ? {} : { instanceId: storableText(instanceId) }),
    ...(begunWith === undefined ? {} : { extractorVersion: storableText(begunWith) }),
  };
};

/** A report as an event of the job it belongs to. */
export const deliveredEvent = (
  status: StatusMessage,
  job: JobProgress,
  { id, by, at, version }: Arrival,
): ArrivedEvent => ({
  id,
  kind: status.kind,
  message: storableText(redactKeys(status.message)),
  attempt: attemptOf(status, job),
  receivedAt: at,
  reportedAt: status.reportedAt,
  reported: status.reported === null ? null : storableText(status.reported),
  matchedBy: by,
  ...(status.level === undefined ? {} : { level: status.level }),
  ...(status.progress === undefined ? {} : { progress: status.progress }),
  ...(status.confirmsCancel === undefined ? {} : { confirmsCancel: true }),
  ...beginner(status, job, version),
});
