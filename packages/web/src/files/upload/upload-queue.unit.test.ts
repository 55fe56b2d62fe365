import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_CONCURRENT,
  nextToStart,
  reduceUploads,
  type UploadAction,
  type UploadQueue,
  type UploadRequest,
} from './upload-queue.ts';

const request = (id: string, size = 1000): UploadRequest => ({
  id,
  datasetId: 'd',
  name: `${id}.txt`,
  size,
  type: 'text/plain',
});

const queueAfter = (...actions: readonly UploadAction[]): UploadQueue => actions.reduce(reduceUploads, []);

const add = (...ids: readonly string[]): UploadAction => ({
  type: 'add',
  requests: ids.map((id) => request(id)),
});
const start = (id: string, at = 0): UploadAction => ({ type: 'start', id, at });
const send = (id: string, sent: number, at: number): UploadAction => ({ type: 'send', id, sent, at });

const progressOf = (queue: UploadQueue, id: string) => queue.find((upload) => upload.id === id)?.progress;

describe('the queue of uploads', () => {
  it('starts the first three and lets the others wait', () => {
    const queue = queueAfter(add('a', 'b', 'c', 'd'));
    expect(nextToStart(queue).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(nextToStart(queueAfter(add('a', 'b', 'c', 'd'), start('a'), start('b'), start('c')))).toEqual([]);
  });

  it('starts the next when one is stored, fails or is removed', () => {
    const busy = [add('a', 'b', 'c', 'd'), start('a'), start('b'), start('c')];
    const endings: UploadAction[] = [
      { type: 'store', id: 'b', fileId: 'f' },
      { type: 'fail', id: 'b', reason: 'cut' },
      { type: 'remove', ids: ['b'] },
    ];
    for (const ending of endings)
      expect(nextToStart(queueAfter(...busy, ending)).map(({ id }) => id)).toEqual(['d']);
  });

  it('measures the speed from the second change on, smoothed', () => {
    const begun = [add('a'), start('a')];
    expect(progressOf(queueAfter(...begun), 'a')).toMatchObject({ sent: 0, speed: null });
    expect(progressOf(queueAfter(...begun, send('a', 100, 1000)), 'a')).toMatchObject({ speed: 100 });
    const later = queueAfter(...begun, send('a', 100, 1000), send('a', 300, 2000));
    expect(progressOf(later, 'a')).toMatchObject({ sent: 300, speed: 130 });
  });

  it('counts the bytes of changes too close for a speed', () => {
    const queue = queueAfter(add('a'), start('a'), send('a', 200, 10));
    expect(progressOf(queue, 'a')).toEqual({ status: 'sending', sent: 200, at: 0, speed: null });
  });

  it('counts at most the size of the file as sent', () => {
    expect(progressOf(queueAfter(add('a'), start('a'), send('a', 1400, 900)), 'a')).toMatchObject({
      sent: 1000,
    });
  });

  it('waits again when a failed upload is retried', () => {
    const failed = queueAfter(add('a'), start('a'), { type: 'fail', id: 'a', reason: 'cut' });
    expect(progressOf(failed, 'a')).toEqual({ status: 'failed', reason: 'cut', retryable: true });
    expect(nextToStart(reduceUploads(failed, { type: 'retry', id: 'a' })).map(({ id }) => id)).toEqual(['a']);
  });

  it('never starts what was refused', () => {
    const queue = queueAfter({ type: 'refuse', request: request('a'), reason: 'a folder' });
    expect(progressOf(queue, 'a')).toEqual({ status: 'failed', reason: 'a folder', retryable: false });
    expect(nextToStart(queue)).toEqual([]);
  });

  it('ignores bytes of an upload that has ended', () => {
    const ended = queueAfter(add('a'), start('a'), { type: 'store', id: 'a', fileId: 'f' });
    expect(reduceUploads(ended, send('a', 10, 10))).toEqual(ended);
  });

  it('never sends more than three, or more than their size', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const step = fc.oneof(
      fc.record({ type: fc.constant('send' as const), id, sent: fc.nat(3000), at: fc.nat(9000) }),
      fc.record({ type: fc.constant('store' as const), id, fileId: fc.constant('f') }),
      fc.record({ type: fc.constant('fail' as const), id, reason: fc.constant('cut') }),
      fc.record({ type: fc.constant('retry' as const), id }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let queue = queueAfter(add('a', 'b', 'c', 'd', 'e', 'f'));
        for (const action of steps) {
          queue = nextToStart(queue).reduce((now, upload) => reduceUploads(now, start(upload.id)), queue);
          const travelling = queue.filter(({ progress }) => progress.status === 'sending');
          expect(travelling.length).toBeLessThanOrEqual(MAX_CONCURRENT);
          for (const { progress, size } of travelling)
            expect(progress.status === 'sending' && progress.sent).toBeLessThanOrEqual(size);
          // The manager retries only what failed and ends only what travels.
          const now = progressOf(queue, action.id)?.status;
          if (action.type === 'retry' ? now === 'failed' : now === 'sending')
            queue = reduceUploads(queue, action);
        }
      }),
    );
  });
});
