import { describe, expect, it } from 'vitest';
import type { SendHandlers } from './send-file.ts';
import { createUploads } from './uploads.ts';

/** Uploads over a connection whose answers the test gives. */
const uploadsByHand = () => {
  const sending = new Map<string, SendHandlers>();
  const aborted: string[] = [];
  const stored: string[] = [];
  let ids = 0;
  let signedOut = 0;
  const uploads = createUploads({
    send: (_datasetId, file, handlers) => {
      sending.set(file.name, handlers);
      return () => aborted.push(file.name);
    },
    now: () => 0,
    newId: () => `u${ids++}`,
    onStored: (datasetId) => stored.push(datasetId),
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  const idOf = (name: string) => uploads.snapshot().find((upload) => upload.name === name)?.id ?? 'none';
  const progress = () => uploads.snapshot().map(({ name, progress: { status } }) => `${name} ${status}`);
  return { uploads, sending, aborted, stored, idOf, progress, signedOut: () => signedOut };
};

const file = (name: string) => new File(['12345'], name);

describe('uploads', () => {
  it('send three at once, the fourth when one ends', () => {
    const connection = uploadsByHand();
    connection.uploads.add('d1', ['a', 'b', 'c', 'd'].map(file));
    expect([...connection.sending.keys()]).toEqual(['a', 'b', 'c']);
    connection.sending.get('b')?.onEnd({ ok: true, fileId: 'f' });
    expect([...connection.sending.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(connection.stored).toEqual(['d1']);
  });

  it('abort a cancelled one and send the next', () => {
    const connection = uploadsByHand();
    connection.uploads.add('d1', ['a', 'b', 'c', 'd'].map(file));
    connection.uploads.remove([connection.idOf('a')]);
    expect(connection.aborted).toEqual(['a']);
    expect(connection.progress()).toEqual(['b sending', 'c sending', 'd sending']);
  });

  it('keep the file of a failed one for a retry', () => {
    const connection = uploadsByHand();
    connection.uploads.add('d1', [file('a')]);
    connection.sending.get('a')?.onEnd({ ok: false, status: 0, reason: 'cut' });
    expect(connection.progress()).toEqual(['a failed']);
    connection.sending.clear();
    connection.uploads.retry(connection.idOf('a'));
    expect(connection.progress()).toEqual(['a sending']);
    expect([...connection.sending.keys()]).toEqual(['a']);
  });

  it('report that the session has ended', () => {
    const connection = uploadsByHand();
    connection.uploads.add('d1', [file('a')]);
    connection.sending.get('a')?.onEnd({ ok: false, status: 401, reason: 'signed out' });
    expect(connection.signedOut()).toBe(1);
  });

  it('call their listeners until these unsubscribe', () => {
    const connection = uploadsByHand();
    let calls = 0;
    const stop = connection.uploads.subscribe(() => {
      calls += 1;
    });
    connection.uploads.refuse('d1', 'folder', 'it is a folder');
    expect(calls).toBe(1);
    stop();
    connection.uploads.remove([connection.idOf('folder')]);
    expect(calls).toBe(1);
  });
});
