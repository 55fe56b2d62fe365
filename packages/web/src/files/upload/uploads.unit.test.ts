import { describe, expect, it } from 'vitest';
import type { SendHandlers } from './send-file.ts';
import { createUploads } from './uploads.ts';

/** A line that carries nothing until it is told to. */
const aLine = () => {
  const travelling = new Map<string, SendHandlers>();
  const cut: string[] = [];
  const stored: string[] = [];
  let ids = 0;
  let signedOut = 0;
  const uploads = createUploads({
    send: (_datasetId, file, handlers) => {
      travelling.set(file.name, handlers);
      return () => cut.push(file.name);
    },
    now: () => 0,
    newId: () => `u${ids++}`,
    onStored: (datasetId) => stored.push(datasetId),
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  const idOf = (name: string) => uploads.snapshot().find((upload) => upload.name === name)?.id ?? 'none';
  const progress = () => uploads.snapshot().map(({ name, progress: { is } }) => `${name} ${is}`);
  return { uploads, travelling, cut, stored, idOf, progress, signedOut: () => signedOut };
};

const file = (name: string) => new File(['12345'], name);

describe('uploads', () => {
  it('send three at once and the fourth when a place is free', () => {
    const line = aLine();
    line.uploads.add('d1', ['a', 'b', 'c', 'd'].map(file));
    expect([...line.travelling.keys()]).toEqual(['a', 'b', 'c']);
    line.travelling.get('b')?.onEnd({ is: 'stored', fileId: 'f' });
    expect([...line.travelling.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(line.stored).toEqual(['d1']);
  });

  it('cut off one that is cancelled, and send the next', () => {
    const line = aLine();
    line.uploads.add('d1', ['a', 'b', 'c', 'd'].map(file));
    line.uploads.remove([line.idOf('a')]);
    expect(line.cut).toEqual(['a']);
    expect(line.progress()).toEqual(['b sending', 'c sending', 'd sending']);
  });

  it('keep the file of a failed one, to send it again', () => {
    const line = aLine();
    line.uploads.add('d1', [file('a')]);
    line.travelling.get('a')?.onEnd({ is: 'refused', status: 0, why: 'cut' });
    expect(line.progress()).toEqual(['a failed']);
    line.travelling.clear();
    line.uploads.retry(line.idOf('a'));
    expect(line.progress()).toEqual(['a sending']);
    expect([...line.travelling.keys()]).toEqual(['a']);
  });

  it('say when the session has ended', () => {
    const line = aLine();
    line.uploads.add('d1', [file('a')]);
    line.travelling.get('a')?.onEnd({ is: 'refused', status: 401, why: 'signed out' });
    expect(line.signedOut()).toBe(1);
  });

  it('tell whoever listens, until they stop', () => {
    const line = aLine();
    let heard = 0;
    const stop = line.uploads.subscribe(() => {
      heard += 1;
    });
    line.uploads.refuse('d1', 'folder', 'it is a folder');
    expect(heard).toBe(1);
    stop();
    line.uploads.remove([line.idOf('folder')]);
    expect(heard).toBe(1);
  });
});
