import { describe, expect, it } from 'vitest';
import type { Upload, UploadProgress } from './upload-queue.ts';
import { shownUploads, summarise } from './upload-summary.ts';

const upload = (id: string, size: number, progress: UploadProgress): Upload => ({
  id,
  datasetId: 'd',
  name: id,
  size,
  type: '',
  progress,
});
const waiting: UploadProgress = { is: 'waiting' };
const sending = (sent: number, speed: number | null): UploadProgress => ({
  is: 'sending',
  sent,
  at: 0,
  speed,
});
const done: UploadProgress = { is: 'done', fileId: 'f' };
const failed: UploadProgress = { is: 'failed', why: 'cut', again: true };

describe('the summary of uploads', () => {
  it('adds up what is sent, what there is, and how long the rest takes at the speed of all', () => {
    const summary = summarise([
      upload('a', 1000, sending(400, 50)),
      upload('b', 1000, sending(200, 150)),
      upload('c', 500, waiting),
      upload('d', 300, done),
      upload('e', 9000, failed),
    ]);
    expect(summary).toEqual({
      open: 3,
      done: 1,
      failed: 1,
      sentBytes: 900,
      totalBytes: 2800,
      doneBytes: 300,
      remainingMs: 9500,
    });
  });

  it('promises no time while it knows no speed', () => {
    expect(summarise([upload('a', 10, sending(1, null)), upload('b', 10, waiting)]).remainingMs).toBeNull();
  });

  it('shows what travels and what failed, five that wait, and the number of the rest', () => {
    const uploads = [
      upload('s', 1, sending(0, null)),
      upload('f', 1, failed),
      upload('d', 1, done),
      ...Array.from({ length: 9 }, (_, i) => upload(`w${i}`, 1, waiting)),
    ];
    const { shown, more } = shownUploads(uploads);
    expect(shown.map(({ id }) => id)).toEqual(['s', 'f', 'w0', 'w1', 'w2', 'w3', 'w4']);
    expect(more).toBe(4);
  });
});
