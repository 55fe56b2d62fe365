import type { EventKind, Instant, JobEvent } from '@pawprint/core';
import { v7 } from 'uuid';
import type { ArrivedEvent } from './job-change.ts';

type Details = Partial<Pick<JobEvent, 'attempt' | 'requestedBy' | 'resubmittedAs'>>;

/** Something that the server itself says of a job. */
export const serverEvent = (
  kind: EventKind,
  message: string,
  now: Instant,
  details: Details = {},
): ArrivedEvent => ({
  attempt: null,
  ...details,
  id: v7(),
  kind,
  message,
  receivedAt: now,
  matchedBy: 'server',
  reportedAt: null,
  reported: null,
});
