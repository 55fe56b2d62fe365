import { v5, v7, validate } from 'uuid';
import { toldName } from '../store/jobs/read-known-events.ts';
import type { Delivery } from './delivery.ts';

/** What the report is known by within a job: its own id, or else one that follows from its content. */
export const reportIdIn = (jobId: string, { parsed, body }: Delivery): string =>
  (parsed.ok ? parsed.status.reportId : null) ?? v5(body, jobId);

/**
 * What jobs were told before, in earlier batches and in this one. Two reports of the same content are two, unless the
 * broker delivers one for the second time; two of the same id of their own are one.
 */
export interface ToldEvents {
  /** Which of these jobs has been told this already; undefined where it is news to all. */
  readonly repeatIn: (jobIds: readonly string[], delivery: Delivery) => string | undefined;
  /** The id to store it under. */
  readonly take: (jobId: string, delivery: Delivery) => string;
}

const mayBeRepeat = ({ parsed, redelivered }: Delivery): boolean =>
  redelivered || (parsed.ok && parsed.status.reportId !== null);

/** @param known names of what is stored; grows with what is taken */
export const toldEvents = (known: Set<string>): ToldEvents => ({
  repeatIn: (jobIds, delivery) =>
    mayBeRepeat(delivery)
      ? jobIds.find(
          (jobId) => validate(jobId) && known.has(toldName({ jobId, id: reportIdIn(jobId, delivery) })),
        )
      : undefined,
  take: (jobId, delivery) => {
    const id = reportIdIn(jobId, delivery);
    const name = toldName({ jobId, id });
    if (known.has(name)) return v7();
    known.add(name);
    return id;
  },
});
