import { v7, validate } from 'uuid';
import { contentId, type Delivery } from '../../model/report.ts';
import { toldName } from '../../store/jobs/report-matches.ts';
import type { RecentNames } from './recent-names.ts';

/** What the report is known by within a job: its own id, or else one that follows from its content. */
export const reportIdIn = (jobId: string, { parsed, body, named }: Delivery): string => {
  if (named?.jobId === jobId) return named.id;
  return (parsed.ok ? parsed.status.reportId : null) ?? contentId(jobId, body);
};

/**
 * Whether it has to be looked up: it may have been stored before, or it says so little (no time) that another of the
 * same content may have been, too long ago to be remembered.
 */
export const mayBeStored = ({ parsed, redelivered }: Delivery): boolean =>
  redelivered || (parsed.ok && (parsed.status.reportId !== null || parsed.status.reported === null));

/** Two of the same content may be one: the broker delivered it twice, or it has an id of its own. */
export const mayBeRepeat = ({ parsed, redelivered }: Delivery): boolean =>
  redelivered || (parsed.ok && parsed.status.reportId !== null);

/**
 * What jobs were told before, in earlier batches and in this one. Two reports of the same content are two, unless the
 * broker delivers one for the second time; two of the same id of their own are one.
 */
export interface ToldEvents {
  /** Which of these jobs has been told this already; undefined where it is news to all. */
  readonly repeatIn: (jobIds: () => readonly string[], delivery: Delivery) => string | undefined;
  /** The id to store it under. */
  readonly take: (jobId: string, delivery: Delivery) => string;
  /** Names of all that was taken. */
  readonly taken: () => ReadonlySet<string>;
}

/** @param known names of what is stored, as far as it was looked up */
export const toldEvents = (known: ReadonlySet<string>, recent: RecentNames): ToldEvents => {
  const taken = new Set<string>();
  const isTold = (name: string): boolean => known.has(name) || taken.has(name);
  const isToldTo = (jobId: string, delivery: Delivery): boolean =>
    validate(jobId) && isTold(toldName({ jobId, id: reportIdIn(jobId, delivery) }));
  return {
    repeatIn: (jobIds, delivery) =>
      mayBeRepeat(delivery) ? jobIds().find((jobId) => isToldTo(jobId, delivery)) : undefined,
    take: (jobId, delivery) => {
      const id = reportIdIn(jobId, delivery);
      const name = toldName({ jobId, id });
      if (isTold(name) || recent.has(name)) return v7();
      taken.add(name);
      return id;
    },
    taken: () => taken,
  };
};
