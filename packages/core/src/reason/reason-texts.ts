import type { Reason, ReasonCode } from '../job/job.ts';
import type { Suspicion } from '../policies/lost-messages.ts';
import { formatDuration, formatEstimate } from './durations.ts';
import type { PositionFacts, ReasonFacts, SilenceFacts } from './reason-facts.ts';

/** A reason with its sentence. */
export const reasonOf = <Code extends ReasonCode>(code: Code, facts: ReasonFacts[Code]): Reason => ({
  code,
  text: REASON_TEXTS[code](facts),
  facts,
});

/**
 * The sentence of each reason, without a full stop. Ages instead of times of day, since the server does not know the
 * reader's time zone.
 */
const REASON_TEXTS: { readonly [Code in ReasonCode]: (facts: ReasonFacts[Code]) => string } = {
  extractor_disabled: ({ extractor, by, disabledMs }) =>
    `${extractor} was switched off by ${by ?? 'an administrator'} ${ago(disabledMs)}; waits until it is switched on`,
  extractor_not_enabled: ({ extractor }) =>
    `Waiting for approval: ${extractor} is new, and no operator has approved it yet`,
  dispatch_paused: ({ by, pausedMs, detail }) =>
    `Dispatch paused by ${by ?? 'an operator'} ${ago(pausedMs)}${after(detail ?? '')}; waits until it is resumed`,
  broker_away: ({ detail }) => `RabbitMQ is away${after(detail)}; waits until it is back`,
  broker_blocked: ({ detail }) => `RabbitMQ takes no messages${after(alarmOf(detail))}`,
  reports_not_received: ({ detail }) =>
    `Pawprint receives no reports${after(detail)}; it may be further, or over`,
  queue_missing: ({ queue }) =>
    `RabbitMQ has no queue ${queue}: its extractor declares it at its start, unless a node that is down has it; ` +
    'tried again every minute',
  message_vanished: ({ queue, evidence }) => `${LOST_MESSAGE[evidence](queue)}: it is sent again`,
  dispatch_failed: ({ detail }) => `Not sent yet, tried again by itself${after(detail)}`,
  no_instance_seen: ({ extractor }) => `No instance of ${extractor} has been seen yet`,
  no_instance_alive: ({ extractor, instanceUnseenMs }) =>
    `No instance of ${extractor} is alive; the last one was seen ${ago(instanceUnseenMs)}`,
  instances_late: ({ extractor, instancesLate, instanceUnseenMs }) =>
    `${counted(instancesLate, 'instance')} of ${extractor} late, last seen ${ago(instanceUnseenMs)}`,
  not_consuming: ({ extractor, instancesAlive, idleMs }) =>
    `${counted(instancesAlive, 'instance')} of ${extractor} alive but not consuming` +
    (idleMs === null ? '' : `: no job was started for ${formatDuration(idleMs)}`),
  in_line: (facts) => startSentence(describePosition(facts)),
  retry_delayed: ({ dueMs, ...retry }) =>
    `${describeRetry(retry)}, in ${formatDuration(dueMs)}${errorBefore(retry)}`,
  retry_in_line: (facts) => `${describeRetry(facts)}: ${describePosition(facts)}${errorBefore(facts)}`,
  attempt_lost: ({ attempt, detail, ...position }) =>
    `Attempt ${attempt} was lost${after(detail)}; ${describePosition(position)}`,
  message_sent_again: ({ sentMs, ...position }) =>
    `Its message disappeared from the broker: sent again ${ago(sentMs)}; ${describePosition(position)}`,
  taken_back: ({ outageMs, attempts, attemptsInOutage }) =>
    `Taken back: no server answered for ${Math.max(1, Math.round(outageMs / 1_000))} s, and ${attemptsInOutage} of ` +
    `${attempts} tries ended in that time`,
  running: ({ attempt, instance }) =>
    `Attempt ${attempt} is running${instance === null ? '' : ` on instance ${instance}`}`,
  silent: (facts) => `Silent for ${formatDuration(facts.silentMs)}; ${describeSilence(facts)}`,
  cancelling: ({ requestedMs }) => `Cancel requested ${ago(requestedMs)}; its extractor has not ended yet`,
  acknowledgement_timeout: ({ attempt, lostAttempt }) =>
    `Attempt ${attempt} is running: attempt ${lostAttempt} probably ran into the broker's 30-minute ` +
    'acknowledgement limit, see docs/rabbitmq.md',
  redelivered: ({ attempt, lostAttempts, ambiguous }) =>
    `Attempt ${attempt} is running: the message was delivered again, since ` +
    (lostAttempts === 1
      ? 'the attempt before it never ended'
      : `${lostAttempts} attempts before it never ended`) +
    (ambiguous ? '; two instances may be at work on it' : ''),
  reopened: ({ attempt }) =>
    `Attempt ${attempt} is running: the job had ended, and its message was delivered again`,
  revived: ({ lostMs }) => `Revived: it reported again ${formatDuration(lostMs)} after it was given up`,
  silent_too_long: (facts) => `Silent for ${formatDuration(facts.silentMs)}; ${describeSilence(facts)}`,
  poison_suspected: ({ attempts }) => `Attempted ${attempts} times without an end: poison suspected`,
  end_unknown: () => 'The imported history does not say how it ended',
  attempts_used_up: ({ attempts, maxAttempts }) => `Attempts used up: ${attempts} of ${maxAttempts}`,
  in_error_queue: ({ queue }) => `Its message is in the error queue ${queue}, though it was reported as done`,
  chain_limit: ({ depth, maxDepth, ofExtractor, maxOfExtractor }) =>
    (ofExtractor >= maxOfExtractor
      ? `Stopped: its extractor ran ${ofExtractor} times before in this chain of jobs that set each other off`
      : `Stopped: ${depth} jobs before it set each other off, and PAWPRINT_MAX_CHAIN allows ${maxDepth}`) +
    '; resubmit it to go on by one job',
};

const LOST_MESSAGE: { readonly [Evidence in Suspicion['evidence']]: (queue: string) => string } = {
  queue_missing: (queue) => `Its message is lost, since the queue ${queue} was deleted in the broker`,
  queue_declared_again: (queue) =>
    `Its message is lost, since the queue ${queue} was deleted in the broker and declared again`,
  no_consumer_has_them: (queue) => `Its message is no longer in the queue ${queue}, and nobody consumes that`,
  overtaken: (queue) => `Its message was removed from the queue ${queue}, since later ones were started`,
  queue_shrank: (queue) => `Its message was removed from the queue ${queue}`,
  silence: (queue) => `Its message is no longer in the queue ${queue}, and nobody has reported on it`,
};

const counted = (count: number, one: string): string =>
  `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;

const formatCount = (count: number): string => `${count}`.replace(/\B(?=(?:\d{3})+$)/g, ',');

const ago = (ms: number): string => `${formatDuration(ms)} ago`;

const after = (detail: string): string => (detail.trim() === '' ? '' : `: ${detail.trim()}`);

const startSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** RabbitMQ says `low on memory`, `low on disk`, or both with `&` between. */
const alarmOf = (detail: string): string => {
  const alarms = ['memory', 'disk'].filter((each) => detail.includes(each));
  return alarms.length === 0 ? detail : `${alarms.join(' and ')} alarm`;
};

const describePosition = (facts: PositionFacts): string =>
  [`${describeAhead(facts)} for ${facts.extractor}`, describeWorkers(facts), describeEstimate(facts)]
    .filter((part) => part !== '')
    .join(', ');

const describeAhead = ({ ahead, aheadIsLeast }: PositionFacts): string => {
  if (ahead === null) return 'waiting';
  if (aheadIsLeast) return `more than ${formatCount(ahead)} ahead of it`;
  return ahead === 0 ? 'next in line' : `${formatCount(ahead)} ahead of it`;
};

const describeWorkers = ({ instancesAlive, consumers }: PositionFacts): string => {
  if (instancesAlive > 0) return `${counted(instancesAlive, 'instance')} alive`;
  if (consumers === null || consumers === 0) return '';
  return `${counted(consumers, 'consumer')} (${consumers === 1 ? 'sends' : 'send'} no heartbeats)`;
};

const describeEstimate = ({ estimateLowMs: low, estimateHighMs: high }: PositionFacts): string =>
  low === null || high === null ? '' : formatEstimate(low, high);

const describeRetry = ({ retry, retries }: { readonly retry: number; readonly retries: number }): string =>
  `Retry ${retry} of ${Math.max(retry, retries)}`;

const errorBefore = ({ retry, error }: { readonly retry: number; readonly error: string | null }): string =>
  error === null ? '' : `; attempt ${retry}: ${error}`;

const describeSilence = (facts: SilenceFacts): string =>
  [
    facts.usualMs === null ? '' : `usual 99 % within ${formatDuration(facts.usualMs)}`,
    describeInstances(facts),
  ]
    .filter((part) => part !== '')
    .join('; ');

const describeInstances = ({ instancesAlive, instanceUnseenMs }: SilenceFacts): string => {
  if (instanceUnseenMs === null) return 'no instance was ever seen';
  const alive = instancesAlive === 0 ? 'no instance' : counted(instancesAlive, 'instance');
  return `${alive} alive, last seen ${ago(instanceUnseenMs)}`;
};
