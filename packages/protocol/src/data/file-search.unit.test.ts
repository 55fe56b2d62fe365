import { JOB_STATES } from '@pawprint/core';
import { expect, test } from 'vitest';
import { FILE_STATES } from './file-search.ts';

test('files can be found by every state of a job', () => {
  expect(new Set(FILE_STATES)).toEqual(new Set([...JOB_STATES, 'NOT_RUN']));
});
