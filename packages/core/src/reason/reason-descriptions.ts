import type { ReasonCode } from '../job/job.ts';
import type { ReasonFacts } from './reason-facts.ts';

interface ReasonDescription<Code extends ReasonCode> {
  readonly means: string;
  readonly facts: readonly (keyof ReasonFacts[Code] & string)[];
}

const POSITION = [
  'extractor',
  'ahead',
  'aheadIsLeast',
  'instancesAlive',
  'consumers',
  'estimateLowMs',
  'estimateHighMs',
] as const;

const SILENCE = [
  'silentMs',
  'usualMs',
  'limitMs',
  'instancesAlive',
  'instanceSeenAt',
  'instanceUnseenMs',
] as const;

const RETRY = ['retry', 'retries', 'error'] as const;

/** Every code with what it means, in the order in which docs/job-reasons.md lists them. */
export const REASONS: { readonly [Code in ReasonCode]: ReasonDescription<Code> } = {
  in_line: {
    means: 'It waits for its turn: so many start before it, so many instances are alive.',
    facts: POSITION,
  },
  retry_in_line: {
    means: 'The extractor gave it back for another try, and it waits for its turn again.',
    facts: [...RETRY, ...POSITION],
  },
  retry_delayed: {
    means: 'The extractor gave it back and asked not to get it again before some time has passed.',
    facts: [...RETRY, 'dueMs'],
  },
  attempt_lost: {
    means: 'The last attempt was given up (its lease ran out, or its instance went away); it waits again.',
    facts: ['attempt', 'detail', ...POSITION],
  },
  message_vanished: {
    means: 'Its message disappeared from the broker; it is about to be sent again.',
    facts: ['queue', 'evidence'],
  },
  message_sent_again: {
    means: 'Its message disappeared from the broker and was sent again; it waits for its turn.',
    facts: ['sentAt', 'sentMs', ...POSITION],
  },
  taken_back: {
    means: 'Some of its tries had failed because no Pawprint server answered, so it is tried again.',
    facts: ['outageMs', 'attempts', 'attemptsInOutage'],
  },
  extractor_disabled: {
    means: 'Somebody switched the extractor off.',
    facts: ['extractor', 'by', 'disabledAt', 'disabledMs'],
  },
  extractor_not_enabled: {
    means: 'The extractor is new, and an operator has to approve it first.',
    facts: ['extractor'],
  },
  dispatch_paused: {
    means:
      'An operator paused the dispatch of jobs to the extractor. Jobs are accepted, and kept until it is resumed.',
    facts: ['extractor', 'by', 'pausedAt', 'pausedMs', 'detail'],
  },
  broker_away: { means: 'RabbitMQ cannot be reached; the job is kept until it is back.', facts: ['detail'] },
  broker_blocked: {
    means: 'RabbitMQ takes no messages at the moment (memory or disk alarm); the job is kept.',
    facts: ['detail'],
  },
  reports_not_received: {
    means:
      'The server receives no reports, though RabbitMQ is connected: what extractors report waits there. No silence counts.',
    facts: ['detail'],
  },
  queue_missing: {
    means:
      'RabbitMQ has no queue for the extractor, or the node that has it is down; it is tried again every minute and at a heartbeat.',
    facts: ['queue'],
  },
  dispatch_failed: {
    means: 'RabbitMQ did not take its message for another reason; it is tried again.',
    facts: ['detail'],
  },
  no_instance_seen: { means: 'No instance of the extractor has ever been seen.', facts: ['extractor'] },
  no_instance_alive: {
    means: 'Every instance of the extractor has stopped or fallen silent.',
    facts: ['extractor', 'instanceSeenAt', 'instanceUnseenMs'],
  },
  instances_late: {
    means: 'The instances of the extractor are late with their heartbeats: they may have died.',
    facts: ['extractor', 'instancesLate', 'instanceUnseenMs'],
  },
  not_consuming: {
    means: 'Instances send heartbeats, but none takes a job.',
    facts: ['extractor', 'instancesAlive', 'consumers', 'idleMs'],
  },
  running: { means: 'An attempt is at work, and reports as usual.', facts: ['attempt', 'instance'] },
  silent: {
    means: 'An attempt is at work, but has been silent for much longer than is usual (flag `stalled`).',
    facts: SILENCE,
  },
  cancelling: {
    means: 'It is to be cancelled, and its extractor has not ended yet.',
    facts: ['requestedAt', 'requestedMs'],
  },
  redelivered: {
    means: 'An attempt is at work after one that never ended: the broker delivered the message again.',
    facts: ['attempt', 'lostAttempts', 'ambiguous'],
  },
  acknowledgement_timeout: {
    means:
      "The attempt before it probably ran into the broker's acknowledgement limit (30 minutes by default); " +
      'docs/rabbitmq.md has the policy against it.',
    facts: ['attempt', 'lostAttempt'],
  },
  reopened: {
    means:
      'It had ended, and was started again: somebody put its message back, or an acknowledgement was lost.',
    facts: ['attempt'],
  },
  revived: {
    means: 'It had been given up as LOST, and a report showed that it is alive.',
    facts: ['lostMs', 'silentMs'],
  },
  silent_too_long: {
    means: 'LOST: nothing was heard of its attempt for longer than the limit. Any report revives it.',
    facts: SILENCE,
  },
  poison_suspected: {
    means:
      'LOST: so many attempts in a row never ended that the job itself is suspected to kill its extractor.',
    facts: ['attempts', 'maxAttempts'],
  },
  end_unknown: {
    means: 'LOST: the history that was imported does not say how it ended.',
    facts: [],
  },
  attempts_used_up: {
    means: 'FAILED: it was tried as often as it may be.',
    facts: ['attempts', 'maxAttempts'],
  },
  in_error_queue: {
    means:
      'FAILED: its extractor reported it as done, but has put its message into its error queue, as jclowder does.',
    facts: ['queue'],
  },
  chain_limit: {
    means:
      'SKIPPED: a job set it off, and another that one, and so on, up to the limit of a chain. Resubmitted, it runs.',
    facts: ['depth', 'maxDepth', 'ofExtractor', 'maxOfExtractor'],
  },
};
