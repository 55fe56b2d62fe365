import { expect, test } from 'vitest';
import { statusBody } from './status-message.ts';

test("a report has pyClowder's fields, and a time in whole seconds with an offset", () => {
  const body = statusBody({
    resourceId: 'f1',
    extractor: 'ncsa.wordcount',
    jobId: 'j1',
    member: 'start',
    message: 'Started processing.',
    at: new Date('2026-11-24T01:52:13.987Z'),
  });
  expect(body).toEqual({
    file_id: 'f1',
    extractor_id: 'ncsa.wordcount',
    job_id: 'j1',
    status: 'StatusMessage.start: Started processing.',
    start: '2026-11-24T01:52:13+00:00',
    message_type: 'StatusMessage.start',
    message: 'Started processing.',
  });
});
