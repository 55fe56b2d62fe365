import { routes } from '@pawprint/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertExtraction } from './clowder-extractions.ts';
import { convertListenerJob } from './clowder-v2-jobs.ts';
import { convertText } from './converted.ts';
import { objectId } from './history.builder.ts';
import { createIdMap } from './id-map.ts';

const FILE = objectId(1, 1);
const idMap = createIdMap(new Map([[FILE, 'f'.repeat(64)]]));

const value = fc.oneof(
  fc.constantFrom<unknown>(
    FILE,
    { $oid: FILE },
    '',
    null,
    [],
    {},
    { $date: 'soon' },
    { $date: { $numberLong: '7' } },
  ),
  fc.constantFrom<unknown>(
    'SUBMITTED',
    'StatusMessage.start: Started',
    'Cancel Success',
    'LOG: x',
    '50% done',
    'ERROR',
  ),
  fc.constantFrom<unknown>(
    { $date: '2024-03-01T10:00:00Z' },
    { resource_id: { $oid: FILE } },
    { email: 'a@b.c' },
  ),
  fc.date({ noInvalidDate: true }).map((date) => ({ $date: date.toISOString() })),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
);
const keys = [
  '_id',
  'file_id',
  'job_id',
  'extractor_id',
  'status',
  'start',
  'user_id',
  'listener_id',
  'resource_ref',
  'creator',
  'created',
  'updated',
  'finished',
  'latest_message',
  'timestamp',
  'parameters',
];
const document = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
const line = fc.oneof(
  { weight: 9, arbitrary: document.map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string()) },
);

test('every line gives events that the server takes, or a reason', () => {
  const body = routes.importEvents.body;
  fc.assert(
    fc.property(line, fc.constantFrom(convertExtraction, convertListenerJob), (text, convert) => {
      const { events, unplaced } = convertText(text, convert, idMap);
      expect(events.length > 0).toBe(unplaced.length === 0);
      for (const { reason, detail } of unplaced) expect([reason, detail]).not.toContain('');
      if (events.length === 0) return;
      expect(body.safeParse({ source: 'clowder-v1', events }).error?.message).toBe(undefined);
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['SUBMITTED', 'SUBMITTED'],
  ['StatusMessage.start: Started processing.', 'STARTED'],
  ['StatusMessage.processing: Downloading file.', 'PROCESSING'],
  ['DONE', 'SUCCEEDED'],
  ['StatusMessage.skip: Skipped in check_message', 'SKIPPED'],
  ['StatusMessage.error: no', 'ERROR'],
  ['StatusMessage.retry: (#1) no', 'RESUBMITTED'],
  ['Cancel Success', 'CANCELLED'],
  ['Cancel Failed', 'PROCESSING'],
  ['50% done', 'PROCESSING'],
])('Clowder v1\'s "%s" is %s', (status, kind) => {
  const found = convertExtraction(
    {
      _id: { $oid: objectId(1_500_000_000, 1) },
      file_id: { $oid: FILE },
      extractor_id: 'x',
      status,
      start: {},
    },
    idMap,
  );
  expect(found.events).toMatchObject([{ kind, at: '2017-07-14T02:40:00.000Z', reported_at: null }]);
});
