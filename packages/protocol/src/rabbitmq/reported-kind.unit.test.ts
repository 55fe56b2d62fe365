import { expect, test } from 'vitest';
import { parseStatusMessage } from './status-message.ts';

test.each([
  ['StatusMessage.processing: Resubmitting message (attempt #1)', 'RESUBMITTED', true],
  ['StatusMessage.processing: Resubmitting message (attempt #10)', 'RESUBMITTED', true],
  ['StatusMessage.processing: Resubmitting message (attempt #x)', 'PROCESSING', undefined],
  ['StatusMessage.error: Resubmitting message (attempt #1)', 'ERROR', undefined],
  ['StatusMessage.error: Error processing message', 'ERROR', true],
  ['StatusMessage.error: Error processing message.', 'ERROR', true],
  ['StatusMessage.error: Error processing : no space left', 'ERROR', undefined],
  ['StatusMessage.processing: Error processing message', 'PROCESSING', undefined],
])('what pyClowder before 2.3 adds to an error: %s is %s', (status, kind, followsError) => {
  const body = JSON.stringify({ file_id: 'f1', extractor_id: 'x', status });
  const read = parseStatusMessage(new TextEncoder().encode(body), {});
  expect(read.ok && [read.status.kind, read.status.followsError]).toEqual([kind, followsError]);
});
