import { applyEvent } from '../job/apply-event.ts';
import { anEvent } from '../job/event.builder.ts';
import { aJob } from '../job/job.builder.ts';
import type { ExtractorFacts } from './explain-job.ts';

const MINUTE = 60_000;

/** The present of these tests. */
export const NOW = 100 * 60 * MINUTE;

/** An attempt after one that the broker's acknowledgement timeout ended. */
export const TIMED_OUT = applyEvent(
  aJob.running(),
  anEvent('STARTED', { receivedAt: 30 * MINUTE + 200 }),
  NOW,
).job;

/** Two instances are alive and at work. */
export const anExtractor = (also: Partial<ExtractorFacts> = {}): ExtractorFacts => ({
  extractor: 'ncsa.wordcount',
  enabled: true,
  waitsForApproval: false,
  disabled: null,
  paused: null,
  queue: null,
  queueIsMissing: false,
  consumers: null,
  instancesAlive: 2,
  instancesLate: 0,
  instanceSeenAt: NOW - 9_000,
  running: 2,
  nextWaitsSince: NOW - 10_000,
  usualGap: null,
  runTimes: [],
  ...also,
});
