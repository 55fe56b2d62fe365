import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MOST_AT_ONCE,
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
  did: 'add',
  requests: ids.map((id) => request(id)),
});
const start = (id: string, at = 0): UploadAction => ({ did: 'start', id, at });
const send = (id: string, sent: number, at: number): UploadAction => ({ did: 'send', id, sent, at });

const progressOf = (queue: UploadQueue, id: string) => queue.find((upload) => upload.id === id)?.progress;

describe('the queue of uploads', () => {
  it('starts the first three and lets the others wait', () => {
    const queue = queueAfter(add('a', 'b', 'c', 'd'));
    expect(nextToStart(queue).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(nextToStart(queueAfter(add('a', 'b', 'c', 'd'), start('a'), start('b'), start('c')))).toEqual([]);
  });

  it('gives the place of one that is stored, failed or taken away to the next', () => {
    const busy = [add('a', 'b', 'c', 'd'), start('a'), start('b'), start('c')];
    const endings: UploadAction[] = [
      { did: 'store', id: 'b', fileId: 'f' },
      { did: 'fail', id: 'b', why: 'cut' },
      { did: 'remove', ids: ['b'] },
    ];
    for (const ending of endings)
      expect(nextToStart(queueAfter(...busy, ending)).map(({ id }) => id)).toEqual(['d']);
  });

  it('knows a speed only from the second change on, and smooths it', () => {
    const begun = [add('a'), start('a')];
    expect(progressOf(queueAfter(...begun), 'a')).toMatchObject({ sent: 0, speed: null });
    expect(progressOf(queueAfter(...begun, send('a', 100, 1000)), 'a')).toMatchObject({ speed: 100 });
    const later = queueAfter(...begun, send('a', 100, 1000), send('a', 300, 2000));
    expect(progressOf(later, 'a')).toMatchObject({ sent: 300, speed: 130 });
  });

  it('takes no speed from changes that follow each other too closely, but their bytes', () => {
    const queue = queueAfter(add('a'), start('a'), send('a', 200, 10));
    expect(progressOf(queue, 'a')).toEqual({ is: 'sending', sent: 200, at: 0, speed: null });
  });

  it('counts no more than the file, though its wrapping is sent too', () => {
    expect(progressOf(queueAfter(add('a'), start('a'), send('a', 1400, 900)), 'a')).toMatchObject({
      sent: 1000,
    });
  });

  it('waits again after a failure that may be tried again', () => {
    const failed = queueAfter(add('a'), start('a'), { did: 'fail', id: 'a', why: 'cut' });
    expect(progressOf(failed, 'a')).toEqual({ is: 'failed', why: 'cut', again: true });
    expect(nextToStart(reduceUploads(failed, { did: 'retry', id: 'a' })).map(({ id }) => id)).toEqual(['a']);
  });

  it('never starts what was refused', () => {
    const queue = queueAfter({ did: 'refuse', request: request('a'), why: 'a folder' });
    expect(progressOf(queue, 'a')).toEqual({ is: 'failed', why: 'a folder', again: false });
    expect(nextToStart(queue)).toEqual([]);
  });

  it('ignores bytes that are said of an upload that has ended', () => {
    const ended = queueAfter(add('a'), start('a'), { did: 'store', id: 'a', fileId: 'f' });
    expect(reduceUploads(ended, send('a', 10, 10))).toEqual(ended);
  });

  it('never has more than three on their way, and never more sent than there is', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const step = fc.oneof(
      fc.record({ did: fc.constant('send' as const), id, sent: fc.nat(3000), at: fc.nat(9000) }),
      fc.record({ did: fc.constant('store' as const), id, fileId: fc.constant('f') }),
      fc.record({ did: fc.constant('fail' as const), id, why: fc.constant('cut') }),
      fc.record({ did: fc.constant('retry' as const), id }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let queue = queueAfter(add('a', 'b', 'c', 'd', 'e', 'f'));
        for (const action of steps) {
          queue = nextToStart(queue).reduce((now, upload) => reduceUploads(now, start(upload.id)), queue);
          const travelling = queue.filter(({ progress }) => progress.is === 'sending');
          expect(travelling.length).toBeLessThanOrEqual(MOST_AT_ONCE);
          for (const { progress, size } of travelling)
            expect(progress.is === 'sending' && progress.sent).toBeLessThanOrEqual(size);
          // The manager retries only what failed and ends only what travels.
          const now = progressOf(queue, action.id)?.is;
          if (action.did === 'retry' ? now === 'failed' : now === 'sending')
            queue = reduceUploads(queue, action);
        }
      }),
    );
  });
});
