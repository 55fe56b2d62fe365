import { describe, expect, it } from 'vitest';
import { readUploadAnswer } from './send-file.ts';

describe('the answer to an upload', () => {
  it('names the stored file, in both shapes Clowder has for it', () => {
    expect(readUploadAnswer(200, '{"id":"f1"}')).toEqual({ is: 'stored', fileId: 'f1' });
    const stored = { id: 'f2', name: 'a.txt', status: 'PROCESSED', thumbnail: null };
    const answer = { ids: [{ ...stored, created: 'Tue Nov 24 08:49:24 UTC 2026', resource_type: 'file' }] };
    expect(readUploadAnswer(200, JSON.stringify(answer))).toEqual({
      is: 'stored',
      fileId: 'f2',
    });
  });

  it('says that a cut connection stored nothing', () => {
    expect(readUploadAnswer(0, '')).toMatchObject({ is: 'refused', why: expect.stringContaining('cut') });
  });

  it('repeats the reason the server gives', () => {
    const text = '{"error":{"code":"disk_full","message":"The disk is full."}}';
    expect(readUploadAnswer(507, text)).toEqual({ is: 'refused', status: 507, why: 'The disk is full.' });
  });

  it.each([
    [401, 'Not authorized', 'session'],
    [413, '<html>', 'larger'],
    [502, '<html>', '502'],
  ])('has words of its own for a bare %i', (status, text, words) => {
    expect(readUploadAnswer(status, text)).toMatchObject({ status, why: expect.stringContaining(words) });
  });

  it('does not take a success it cannot read for a stored file', () => {
    expect(readUploadAnswer(200, 'ok')).toMatchObject({ is: 'refused' });
    expect(readUploadAnswer(200, '{"ids":[]}')).toMatchObject({ is: 'refused' });
  });
});
