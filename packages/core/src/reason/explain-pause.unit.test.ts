import { expect, it } from 'vitest';
import { aJob } from '../job/job.builder.ts';
import type { JobProgress, ReasonCode } from '../job/job.ts';
import { anExtractor, NOW } from './explain.builder.ts';
import { type Circumstances, explainJob, explainUnattended } from './explain-job.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const LINE = { ahead: 14, aheadIsLeast: false, aheadBySize: [0, 14, 0, 0, 0, 0], availableAt: 0 };

const aCase = (also: Partial<Circumstances>): Circumstances => ({
  lane: null,
  extractor: anExtractor(),
  line: LINE,
  broker: null,
  maxAttempts: 10,
  ...also,
});

it.each<[string, ReasonCode, JobProgress, Partial<Circumstances>]>([
  [
    'Dispatch paused by Ada 5 min ago; waits until it is resumed',
    'dispatch_paused',
    aJob.submitted(),
    {
      extractor: anExtractor({
        paused: { by: 'Ada', at: NOW - 5 * MINUTE, reason: null },
        instancesAlive: 0,
      }),
    },
  ],
  [
    'Dispatch paused by an operator 2 h ago: new disks; waits until it is resumed',
    'dispatch_paused',
    aJob.resubmitted(),
    {
      extractor: anExtractor({
        queue: 'ncsa.wordcount',
        paused: { by: null, at: NOW - 2 * HOUR, reason: 'new disks' },
      }),
      line: { ...LINE, availableAt: NOW + 12_400 },
      broker: { state: 'away', detail: 'connect ECONNREFUSED' },
    },
  ],
  [
    '14 ahead of it for ncsa.wordcount, 2 instances alive',
    'in_line',
    // Its message is in RabbitMQ, where a pause does not hold it.
    aJob.queued(),
    {
      lane: 'rabbitmq',
      extractor: anExtractor({ queue: 'ncsa.wordcount', paused: { by: 'Ada', at: NOW, reason: null } }),
    },
  ],
  [
    'ncsa.wordcount was switched off by Ada 2 h ago; waits until it is switched on',
    'extractor_disabled',
    aJob.submitted(),
    {
      extractor: anExtractor({
        enabled: false,
        disabled: { by: 'Ada', at: NOW - 2 * HOUR },
        paused: { by: 'Ada', at: NOW, reason: null },
      }),
    },
  ],
])('%s', (text, code, job, also) => {
  expect(explainJob(job, aCase(also), NOW)).toMatchObject({ code, text });
});

it('jobs behind a pause need attention, unless their extractor is switched off', () => {
  const paused = { by: 'Ada', at: NOW, reason: null };
  expect(explainUnattended(anExtractor({ paused }), NOW)?.code).toBe('dispatch_paused');
  expect(explainUnattended(anExtractor({ paused, enabled: false }), NOW)).toBeNull();
});
