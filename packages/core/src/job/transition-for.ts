import type { JobProgress } from './job.ts';
import { EVENT_KINDS, type EventKind } from './job-event.ts';
import type { AttemptPosition, Transition } from './transition.ts';
import { TRANSITIONS } from './transitions.ts';

const TRANSITIONS_BY_KIND: ReadonlyMap<EventKind, readonly Transition[]> = new Map(
  EVENT_KINDS.map((kind) => [kind, TRANSITIONS.filter((row) => row.on.includes(kind))]),
);

const fits = (row: Transition, job: JobProgress, position: AttemptPosition): boolean =>
  row.when.includes(job.state) &&
  (row.about?.includes(position) ?? true) &&
  (row.given === undefined || job.flags.has(row.given)) &&
  (row.unless === undefined || !job.flags.has(row.unless));

/** The row that says what this event does to the job; undefined where the table names no such pair. */
export const transitionFor = (
  job: JobProgress,
  kind: EventKind,
  position: AttemptPosition,
): Transition | undefined => TRANSITIONS_BY_KIND.get(kind)?.find((row) => fits(row, job, position));
