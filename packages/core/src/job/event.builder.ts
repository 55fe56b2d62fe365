import fc from 'fast-check';
import { REASON_CODES } from './job.ts';
import { EVENT_KINDS, type EventKind, type JobEvent } from './job-event.ts';

/** An event of this kind with default values. */
export const anEvent = (kind: EventKind, also: Partial<JobEvent> = {}): JobEvent => ({
  id: 'event',
  kind,
  message: `${kind} said`,
  attempt: null,
  receivedAt: 1_000,
  ...also,
});

const text = fc.constantFrom('', ' ', '\u0000', '<b>50% done</b>', '\u001b[31mred', '\ud83d', 'page 4');
const name = fc.constantFrom('', '\u0000', '2.0', '81c2');

const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, 1e9),
);

const attempt = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: number },
);

const content = {
  id: fc.constant('event'),
  kind: fc.constantFrom(...EVENT_KINDS),
  message: text,
  attempt,
  progress: number,
  instanceId: name,
  extractorVersion: name,
  versionCandidates: fc.constantFrom([], ['2.0', '3.1']),
  requestedBy: name,
  resubmittedAs: fc.constantFrom('a', 'b'),
  confirmsCancel: fc.boolean(),
  linesDropped: fc.record({
    byLevel: fc.record({ debug: fc.nat(), info: fc.nat(), warn: fc.nat() }, { requiredKeys: [] }),
    silentMs: fc.nat(),
  }),
  reason: fc.record({
    code: fc.constantFrom(...REASON_CODES),
    facts: fc.dictionary(
      fc.constantFrom('queue', 'sentAt', 'limitMs'),
      fc.oneof(text, number, fc.constant(null)),
    ),
  }),
  followsError: fc.boolean(),
};

const required = ['id', 'kind', 'message', 'attempt', 'receivedAt'] as const;

/** Any event, at any time. */
export const hostileEvent: fc.Arbitrary<JobEvent> = fc.record(
  { ...content, receivedAt: number, repeated: fc.boolean() },
  { requiredKeys: [...required] },
);

/** Any event, received by a server whose clock can step back. */
export const stampedEvent: fc.Arbitrary<JobEvent> = fc.record(
  { ...content, receivedAt: fc.integer({ min: 0, max: 100_000 }) },
  { requiredKeys: [...required] },
);
