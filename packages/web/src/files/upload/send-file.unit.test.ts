import { describe, expect, it } from 'vitest';
import { readUploadAnswer } from './send-file.ts';

describe('the answer to an upload', () => {
  it('names the stored file in both formats of Clowder', () => {
    expect(readUploadAnswer(200, '{"id":"f1"}')).toEqual({ ok: true, fileId: 'f1' });
    const stored = { id: 'f2', name: 'a.txt', status: 'PROCESSED', thumbnail: null };
    const answer = { ids: [{ ...stored, created: 'Tue Nov 24 08:49:24 UTC 2026', resource_type: 'file' }] };
    expect(readUploadAnswer(200, JSON.stringify(answer))).toEqual({
      ok: true,
      fileId: 'f2',
    });
  });

  it('says that a connection was cut, after which nobody knows what is stored', () => {
    expect(readUploadAnswer(0, '')).toMatchObject({ ok: false, reason: expect.stringContaining('cut') });
  });

  it('repeats the reason the server gives', () => {
    const text = '{"error":{"code":"disk_full","message":"The disk is full."}}';
    expect(readUploadAnswer(507, text)).toEqual({ ok: false, status: 507, reason: 'The disk is full.' });
  });

  it.each([
    [401, 'Not authorized', 'session'],
    [413, '<html>', 'larger'],
    [502, '<html>', '502'],
  ])('explains a bare %i in a sentence of its own', (status, text, part) => {
    expect(readUploadAnswer(status, text)).toMatchObject({ status, reason: expect.stringContaining(part) });
  });

  it('reports an unreadable success as a failure', () => {
    expect(readUploadAnswer(200, 'ok')).toMatchObject({ ok: false });
    expect(readUploadAnswer(200, '{"ids":[]}')).toMatchObject({ ok: false });
  });
});
