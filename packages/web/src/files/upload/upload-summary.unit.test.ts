import { describe, expect, it } from 'vitest';
import type { Upload, UploadProgress } from './upload-queue.ts';
import { shownUploads, summarizeUploads } from './upload-summary.ts';

const upload = (id: string, size: number, progress: UploadProgress): Upload => ({
  id,
  datasetId: 'd',
  name: id,
  size,
  type: '',
  progress,
});
const waiting: UploadProgress = { status: 'waiting' };
const sending = (sent: number, speed: number | null): UploadProgress => ({
  status: 'sending',
  sent,
  at: 0,
  speed,
});
const done: UploadProgress = { status: 'done', fileId: 'f' };
const failed: UploadProgress = { status: 'failed', reason: 'cut', retryable: true };

describe('the summary of uploads', () => {
  it('adds up bytes, and estimates the rest from all speeds', () => {
    const summary = summarizeUploads([
      upload('a', 1000, sending(400, 50)),
      upload('b', 1000, sending(200, 150)),
      upload('c', 500, waiting),
      upload('d', 300, done),
      upload('e', 9000, failed),
    ]);
    expect(summary).toEqual({
      unfinished: 3,
      done: 1,
      failed: 1,
      sentBytes: 900,
      totalBytes: 2800,
      doneBytes: 300,
      remainingMs: 9500,
    });
  });

  it('estimates no time until a speed is measured', () => {
    expect(
      summarizeUploads([upload('a', 10, sending(1, null)), upload('b', 10, waiting)]).remainingMs,
    ).toBeNull();
  });

  it('shows sending and failed uploads, five waiting ones, a count of the rest', () => {
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
