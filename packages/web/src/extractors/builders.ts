import type {
  Extractor,
  ExtractorChange,
  FailedMessage,
  Instance,
  UnregisteredExtractor,
} from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

/** For tests and the gallery: complete values of the API. The caller overrides what the test is about. */

export const anInstance = (over: Partial<Instance> = {}): Instance => ({
  id: '01a20f3e-7d41-7c02-9a51-0000000081c2',
  version: '2.0',
  lane: 'http',
  host: null,
  status: 'live',
  first_seen_at: at(0),
  last_seen_at: at(0),
  interval_ms: 300_000,
  running: 0,
  clock: null,
  announces: 'in_effect',
  ...over,
});

export const aFailedMessage = (over: Partial<FailedMessage> = {}): FailedMessage => ({
  fingerprint: 'a'.repeat(64),
  job: null,
  reason: null,
  resource_id: 'f1',
  resource_name: 'plot-07-soil-cores.txt',
  retry_count: 10,
  replays: 0,
  body: '{"id":"f1","filename":"plot-07-soil-cores.txt"}',
  ...over,
});

/** The queue of an extractor that sends no heartbeats. */
export const aQueue = (
  over: Partial<NonNullable<Extractor['queue']>> = {},
): NonNullable<Extractor['queue']> => ({
  name: 'ncsa.wordcount',
  ready: 0,
  consumers: 1,
  sends_heartbeats: false,
  checked_at: at(0),
  text: '1 consumer, sends no heartbeats',
  ...over,
});

export const anUnregistered = (over: Partial<UnregisteredExtractor> = {}): UnregisteredExtractor => ({
  name: 'ncsa.unknown',
  source: 'binding',
  text: 'queue without a registered extractor: register it',
  version: null,
  first_seen_at: at(0),
  last_seen_at: at(60_000),
  times: 3,
  ...over,
});

export const aChange = (over: Partial<ExtractorChange> = {}): ExtractorChange => ({
  id: 'c1',
  extractor: 'ncsa.wordcount',
  owner: null,
  kind: 'change',
  state: 'waiting',
  differences: [
    { field: 'files', before: ['text/*'], after: ['*'] },
    { field: 'version', before: ['2.0'], after: ['3.0'] },
  ],
  from: {
    lane: 'rabbitmq',
    instance_id: '01a20f3e-7d41-7c02-9a51-0000000081c2',
    host: 'lab-3',
    broker_user: null,
    user: null,
  },
  announced_at: at(0),
  decided_at: null,
  decided_by: null,
  ...over,
});
