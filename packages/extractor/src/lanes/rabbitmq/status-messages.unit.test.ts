import type { StatusReport } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { reportOf } from '../../reports/report-queue.ts';
import { type ReportingFacts, statusMessages } from './outgoing-messages.ts';

const FACTS: ReportingFacts = {
  replyTo: 'clowder.reply',
  isLasting: false,
  correlationId: 'c-1',
  resourceId: 'file-1',
  jobId: 'job-1',
  attempt: 2,
  instance: { id: 'i-1', extractor: 'acme.lines', version: '1.0.0' },
};

const sent = (report: Omit<StatusReport, 'id' | 'message'> & { message?: string }, facts = FACTS) =>
  statusMessages(reportOf(report), facts).map(({ content, options, routingKey }) => ({
    routingKey,
    options,
    body: JSON.parse(content.toString()),
  }));

test("every kind is reported in pyClowder's JSON, with the rest in headers", () => {
  const typeOf = (kind: StatusReport['kind']) => sent({ kind })[0]?.body.message_type;
  expect(typeOf('STARTED')).toBe('StatusMessage.start');
  expect(typeOf('SUCCEEDED')).toBe('StatusMessage.done');
  expect(typeOf('ERROR')).toBe('StatusMessage.error');
  expect(typeOf('RESUBMITTED')).toBe('StatusMessage.retry');
  expect(sent({ kind: 'PROGRESS', progress: 0.4, message: 'page 2' })).toMatchObject([
    {
      body: { status: 'StatusMessage.processing: page 2' },
      options: { headers: { 'x-pawprint-kind': 'PROGRESS', 'x-pawprint-progress': '0.4' } },
    },
  ]);
  expect(sent({ kind: 'LOG', level: 'warn', message: 'odd' })).toMatchObject([
    { options: { headers: { 'x-pawprint-kind': 'LOG', 'x-pawprint-level': 'warn' } } },
  ]);
  const lines_dropped = { by_level: { info: 3 }, silent_ms: 500 };
  expect(sent({ kind: 'LOG', level: 'warn', lines_dropped })).toMatchObject([
    { options: { headers: { 'x-pawprint-lines-dropped': JSON.stringify(lines_dropped) } } },
  ]);
});

test('every message is persistent, with its sender and an id of its own', () => {
  const [message] = sent({ kind: 'SUCCEEDED' });
  expect(message).toMatchObject({
    routingKey: 'clowder.reply',
    body: { file_id: 'file-1', extractor_id: 'acme.lines', job_id: 'job-1', message: 'Done processing.' },
    options: {
      persistent: true,
      correlationId: 'c-1',
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      headers: {
        'x-pawprint-instance': 'i-1',
        'x-pawprint-version': '1.0.0',
        'x-pawprint-attempt': 2,
      },
    },
  });
});

test('facts missing in the message are missing in its reports', () => {
  const [message] = sent(
    { kind: 'STARTED' },
    { ...FACTS, jobId: null, correlationId: undefined, attempt: undefined },
  );
  expect(message?.body.job_id).toBeNull();
  expect(message?.options).not.toHaveProperty('correlationId');
  expect(message?.options.headers).not.toHaveProperty('x-pawprint-attempt');
});

test('a skip is followed by done under another id, and both answer a cancel', () => {
  const [skip, done] = sent({ kind: 'SKIPPED', message: 'not mine', cancelled: true });
  expect(skip?.body.status).toBe('StatusMessage.skip: not mine');
  expect(done?.body.status).toBe('StatusMessage.done: Done processing.');
  expect(done?.options.messageId).not.toBe(skip?.options.messageId);
  for (const message of [skip, done]) expect(message?.options.headers['x-pawprint-cancelled']).toBe('true');
});

test('a progress report without a message has its percentage as text', () => {
  expect(sent({ kind: 'PROGRESS', progress: 0.256 })[0]?.body.message).toBe('26%');
});

test('a report for a queue that outlives its servers is returned where the broker does not find that', () => {
  const [toClowder] = sent({ kind: 'STARTED' });
  expect(toClowder?.options.mandatory).toBeUndefined();
  const [message] = statusMessages(reportOf({ kind: 'STARTED', message: 'Started.' }), {
    ...FACTS,
    isLasting: true,
  });
  expect(message?.options.mandatory).toBe(true);
});
