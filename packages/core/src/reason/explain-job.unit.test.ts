import { describe, expect, it } from 'vitest';
import { aJob, anAttempt, aReason } from '../job/job.builder.ts';
import type { JobProgress, ReasonCode } from '../job/job.ts';
import { anExtractor, NOW, TIMED_OUT } from './explain.builder.ts';
import {
  type Circumstances,
  type ExtractorFacts,
  explainJob,
  explainUnattended,
  type LineFacts,
} from './explain-job.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const inLine = (also: Partial<LineFacts> = {}): LineFacts => ({
  ahead: 14,
  aheadIsLeast: false,
  aheadBySize: [0, 14, 0, 0, 0, 0],
  availableAt: 0,
  ...also,
});

const aCase = (also: Partial<Circumstances> = {}): Circumstances => ({
  lane: 'http',
  extractor: anExtractor(),
  line: inLine(),
  broker: null,
  maxAttempts: 10,
  ...also,
});

const onRabbitmq = (also: Partial<ExtractorFacts> = {}) => anExtractor({ queue: 'ncsa.wordcount', ...also });

const lost = (number: number, reason = 'silent') => anAttempt('LOST', { number, reason });

it.each<[ReasonCode | undefined, Partial<ExtractorFacts>]>([
  [undefined, {}],
  ['no_instance_seen', { instancesAlive: 0, instanceSeenAt: null }],
  ['no_instance_alive', { instancesAlive: 0 }],
  [undefined, { instancesAlive: 0, instancesLate: 1 }],
  [undefined, { instancesAlive: 0, enabled: false }],
  ['queue_missing', { queue: 'ncsa.wordcount', queueIsMissing: true }],
  ['no_instance_alive', { queue: 'ncsa.wordcount', instancesAlive: 0, consumers: 0 }],
  [undefined, { queue: 'ncsa.wordcount', instancesAlive: 0, consumers: 1 }],
  [undefined, { queue: 'ncsa.wordcount', instancesAlive: 0, consumers: null }],
])('jobs that wait need attention for the reason %s where %j', (code, facts) => {
  expect(explainUnattended(anExtractor(facts), NOW)?.code).toBe(code);
});

describe('the sentence of a job that waits', () => {
  it.each<[string, ReasonCode, JobProgress, Partial<Circumstances>]>([
    ['14 ahead of it for ncsa.wordcount, 2 instances alive', 'in_line', aJob.queued(), {}],
    [
      '14 ahead of it for ncsa.wordcount, 2 instances alive, about 2 to 3 min',
      'in_line',
      aJob.queued(),
      {
        extractor: anExtractor({
          runTimes: [{ size: 1, runs: 50, meanMs: 20 * SECOND, deviationMs: 2 * SECOND }],
        }),
      },
    ],
    [
      'Next in line for ncsa.wordcount, 1 instance alive',
      'in_line',
      aJob.queued(),
      { extractor: anExtractor({ instancesAlive: 1, running: 1 }), line: inLine({ ahead: 0 }) },
    ],
    [
      'More than 1,000 ahead of it for ncsa.wordcount, 2 instances alive',
      'in_line',
      aJob.queued(),
      { line: inLine({ ahead: 1_000, aheadIsLeast: true }) },
    ],
    [
      '3 ahead of it for ncsa.wordcount, 1 consumer (sends no heartbeats)',
      'in_line',
      aJob.queued(),
      {
        extractor: onRabbitmq({ instancesAlive: 0, instanceSeenAt: null, consumers: 1 }),
        line: inLine({ ahead: 3 }),
        lane: 'rabbitmq',
      },
    ],
    ['Waiting for ncsa.wordcount, 2 instances alive', 'in_line', aJob.queued(), { line: null }],
    ['Waiting for its extractor', 'in_line', aJob.queued(), { extractor: null, line: null }],
    [
      'ncsa.wordcount was switched off by Ana Ferreira 2 h ago; waits until it is switched on',
      'extractor_disabled',
      aJob.queued(),
      {
        extractor: anExtractor({ enabled: false, disabled: { by: 'Ana Ferreira', at: NOW - 2 * HOUR } }),
      },
    ],
    [
      'Waiting for approval: ncsa.wordcount is new, and no operator has approved it yet',
      'extractor_not_enabled',
      aJob.submitted(),
      { extractor: anExtractor({ enabled: false }) },
    ],
    [
      'Waiting for approval: ncsa.wordcount is new, and no operator has approved it yet',
      'extractor_not_enabled',
      aJob.submitted(),
      // An extractor of this name was switched off and deleted before.
      {
        extractor: anExtractor({
          enabled: false,
          waitsForApproval: true,
          disabled: { by: 'Ana Ferreira', at: NOW - 2 * HOUR },
        }),
      },
    ],
    [
      'Pawprint receives no reports: nobody consumes the queue replies; it may be further, or over',
      'reports_not_received',
      aJob.running(),
      { lane: 'rabbitmq', broker: { state: 'unheard', detail: 'nobody consumes the queue replies' } },
    ],
    [
      'RabbitMQ takes no messages: memory alarm',
      'broker_blocked',
      aJob.submitted(),
      { lane: null, extractor: onRabbitmq(), broker: { state: 'blocked', detail: 'low on memory' } },
    ],
    [
      'RabbitMQ is away: connect ECONNREFUSED; waits until it is back',
      'broker_away',
      aJob.queued(),
      {
        lane: 'rabbitmq',
        extractor: onRabbitmq(),
        broker: { state: 'away', detail: 'connect ECONNREFUSED' },
      },
    ],
    [
      'RabbitMQ has no queue ncsa.wordcount: its extractor declares it at its start, unless a node that is down has it; tried again every minute',
      'queue_missing',
      aJob.submitted(),
      { lane: null, extractor: onRabbitmq({ queueIsMissing: true }) },
    ],
    [
      'Its message was removed from the queue ncsa.wordcount: it is sent again',
      'message_vanished',
      aJob.submitted({
        reason: aReason(
          'message_vanished',
          'Its message was removed from the queue ncsa.wordcount: it is sent again',
        ),
      }),
      { lane: null, extractor: onRabbitmq() },
    ],
    [
      'Its message disappeared from the broker: sent again 5 min ago; next in line for ncsa.wordcount, 2 instances alive',
      'message_sent_again',
      aJob.queued({ reason: aReason('message_sent_again', 'sent', { sentAt: NOW - 5 * MINUTE }) }),
      { lane: 'rabbitmq', extractor: onRabbitmq(), line: inLine({ ahead: 0 }) },
    ],
    [
      'Taken back: no server answered for 6 s',
      'taken_back',
      aJob.submitted({ reason: aReason('taken_back', 'Taken back: no server answered for 6 s') }),
      {},
    ],
    [
      'No instance of ncsa.wordcount has been seen yet',
      'no_instance_seen',
      aJob.queued(),
      { extractor: anExtractor({ instancesAlive: 0, instanceSeenAt: null }) },
    ],
    [
      'No instance of ncsa.wordcount is alive; the last one was seen 3 h ago',
      'no_instance_alive',
      aJob.queued(),
      { extractor: anExtractor({ instancesAlive: 0, instanceSeenAt: NOW - 3 * HOUR }) },
    ],
    [
      '1 instance of ncsa.wordcount late, last seen 15 min ago',
      'instances_late',
      aJob.queued(),
      {
        extractor: anExtractor({
          instancesAlive: 0,
          instancesLate: 1,
          instanceSeenAt: NOW - 15 * MINUTE,
        }),
      },
    ],
    [
      '2 instances of ncsa.wordcount alive but not consuming: no job was started for 12 min',
      'not_consuming',
      aJob.queued(),
      { extractor: anExtractor({ running: 0, nextWaitsSince: NOW - 12 * MINUTE }) },
    ],
    [
      '2 instances of ncsa.wordcount alive but not consuming: no job was started for 12 s',
      'not_consuming',
      aJob.queued(),
      { lane: 'rabbitmq', extractor: onRabbitmq({ running: 0, consumers: 0, nextWaitsSince: NOW - 12_000 }) },
    ],
    [
      'Retry 3 of 9, in 12 s; attempt 3: disk full',
      'retry_delayed',
      aJob.resubmitted({
        attempts: [1, 2, 3].map((number) => anAttempt('RESUBMITTED', { number })),
        error: { message: '\n(#3) disk full\nat line 7', attempt: 3 },
      }),
      { line: inLine({ availableAt: NOW + 12_400 }) },
    ],
    [
      'Retry 1 of 10: 14 ahead of it for ncsa.wordcount, 2 instances alive; attempt 1: no space left',
      'retry_in_line',
      aJob.resubmitted(),
      { lane: 'rabbitmq', extractor: onRabbitmq() },
    ],
    [
      'Attempt 1 was lost: the lease ran out: no report came in time; 14 ahead of it for ncsa.wordcount, 2 instances alive',
      'attempt_lost',
      aJob.queuedAgain({ reason: aReason('attempt_lost', 'the lease ran out: no report came in time') }),
      {},
    ],
  ])('%s', (text, code, job, also) => {
    expect(explainJob(job, aCase(also), NOW)).toMatchObject({ code, text });
  });

  it('is not about the broker where its message is in a queue and only publishing is blocked', () => {
    const circumstances = aCase({
      lane: 'rabbitmq',
      extractor: onRabbitmq(),
      broker: { state: 'blocked', detail: 'low on disk' },
    });
    expect(explainJob(aJob.queued(), circumstances, NOW)?.code).toBe('in_line');
  });

  it('is about idle instances only after a minute', () => {
    const idle = (ms: number) => anExtractor({ running: 0, nextWaitsSince: NOW - ms });
    const codeOf = (ms: number) => explainJob(aJob.queued(), aCase({ extractor: idle(ms) }), NOW)?.code;
    expect([codeOf(MINUTE), codeOf(MINUTE + 1)]).toEqual(['in_line', 'not_consuming']);
  });
});

describe('the sentence of a job that runs', () => {
  const stalled = aJob.running({
    flags: new Set(['stalled']),
    lastEventAt: NOW - 42 * MINUTE,
    reason: aReason('silent', 'Silent for 15 min', { limitMs: 15 * MINUTE }),
  });

  it.each<[string, ReasonCode, JobProgress]>([
    ['Attempt 1 is running', 'running', aJob.running()],
    ['Silent for 42 min; usual 99 % within 40 s; 2 instances alive, last seen 9 s ago', 'silent', stalled],
    [
      'Cancel requested 20 s ago; its extractor has not ended yet',
      'cancelling',
      aJob.cancelling({
        cancel: { requestedBy: 'ana', requestedAt: NOW - 20 * SECOND, outcome: null },
      }),
    ],
    [
      "Attempt 2 is running: attempt 1 probably ran into the broker's 30-minute acknowledgement limit, see docs/rabbitmq.md",
      'acknowledgement_timeout',
      TIMED_OUT,
    ],
    [
      'Attempt 2 is running: the message was delivered again, since the attempt before it never ended; two instances may be at work on it',
      'redelivered',
      aJob.running({
        attempts: [lost(1), anAttempt('RUNNING', { number: 2 })],
        flags: new Set(['ambiguous']),
      }),
    ],
    [
      'Attempt 4 is running: the message was delivered again, since 3 attempts before it never ended',
      'redelivered',
      aJob.running({ attempts: [lost(1), lost(2), lost(3), anAttempt('RUNNING', { number: 4 })] }),
    ],
    [
      'Attempt 2 is running: the job had ended, and its message was delivered again',
      'reopened',
      aJob.running({
        attempts: [anAttempt('FAILED'), anAttempt('RUNNING', { number: 2 })],
        flags: new Set(['reopened']),
      }),
    ],
    [
      'Revived: it reported again 3 min after it was given up',
      'revived',
      aJob.running({
        reason: aReason('revived', 'Revived: it reported again 3 min after it was given up'),
      }),
    ],
  ])('%s', (text, code, job) => {
    const usualGap = { p99Ms: 40 * SECOND, gaps: 200 };
    const circumstances = aCase({ extractor: anExtractor({ usualGap }), line: null });
    expect(explainJob(job, circumstances, NOW)).toMatchObject({ code, text });
  });
});
