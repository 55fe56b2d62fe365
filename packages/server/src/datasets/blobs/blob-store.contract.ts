import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { v7 as newKey } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BlobStore, HEAD_BYTES, type WriteOptions } from './blob-store.ts';

export interface StoreUnderTest {
  readonly store: BlobStore;
  /** The keys of everything that takes up room, finished or not. */
  keys(): Promise<string[]>;
  dispose(): Promise<void>;
}

const patient = (limitBytes = 1_000_000): WriteOptions => ({
  signal: new AbortController().signal,
  limitBytes,
});

/** What every blob store promises; each driver's test runs it. */
export const blobStoreContract = (openStore: () => Promise<StoreUnderTest>): void => {
  let under: StoreUnderTest;
  beforeAll(async () => {
    under = await openStore();
  });
  afterAll(() => under.dispose());

  describe('what was written', () => {
    keepsBytes(() => under);
  });
  describe('what was not written', () => {
    leavesNothing(() => under);
  });
};

const keepsBytes = (under: () => StoreUnderTest): void => {
  const contents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { maxLength: 5 });

  test('is read back, measured on the way, however it came in', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (chunks) => {
        const key = newKey();
        const whole = Buffer.concat(chunks);
        expect(
          await under().store.write(key, Readable.from(chunks.map((chunk) => Buffer.from(chunk))), patient()),
        ).toEqual({
          sizeBytes: whole.length,
          sha256: createHash('sha256').update(whole).digest('hex'),
          head: whole.subarray(0, HEAD_BYTES),
        });
        expect(await buffer(await under().store.open(key))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('is read in part, both ends included', async () => {
    const key = newKey();
    await under().store.write(key, Readable.from([Buffer.from('0123456789')]), patient());
    expect(String(await buffer(await under().store.open(key, { start: 2, end: 4 })))).toBe('234');
    expect(String(await buffer(await under().store.open(key, { start: 9, end: 9 })))).toBe('9');
  });

  test('is gone once it is removed, and can be removed again', async () => {
    const key = newKey();
    await under().store.write(key, Readable.from([Buffer.from('x')]), patient());
    await under().store.remove(key);
    await expect(under().store.open(key)).rejects.toBeInstanceOf(Error);
    await expect(under().store.remove(key)).resolves.toBeUndefined();
    expect(await under().keys()).not.toContain(key);
  });

  test('fits where it is exactly as large as allowed', async () => {
    const written = await under().store.write(newKey(), Readable.from([Buffer.from('12345')]), patient(5));
    expect(written).toMatchObject({ sizeBytes: 5 });
  });
};

const leavesNothing = (under: () => StoreUnderTest): void => {
  test('because it was too large leaves nothing', async () => {
    const key = newKey();
    const source = Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
    expect(await under().store.write(key, source, patient(1000))).toEqual({ unwritten: 'too_large' });
    expect(await under().keys()).not.toContain(key);
  });

  test('because its source broke off leaves nothing', async () => {
    const key = newKey();
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('half of ');
        throw new Error('the line went dead');
      })(),
    );
    expect(await under().store.write(key, source, patient())).toEqual({ unwritten: 'source_failed' });
    expect(await under().keys()).not.toContain(key);
  });

  test('because it was aborted while its source was silent leaves nothing', async () => {
    const key = newKey();
    const source = new PassThrough();
    const abort = new AbortController();
    const writing = under().store.write(key, source, { signal: abort.signal, limitBytes: 1000 });
    source.write('half of ');
    abort.abort();
    expect(await writing).toEqual({ unwritten: 'aborted' });
    expect(await under().keys()).not.toContain(key);
  });

  test('because it was aborted before it began leaves nothing', async () => {
    const key = newKey();
    const options = { signal: AbortSignal.abort(), limitBytes: 1000 };
    expect(await under().store.write(key, Readable.from([Buffer.from('x')]), options)).toEqual({
      unwritten: 'aborted',
    });
    expect(await under().keys()).not.toContain(key);
  });

  test('cannot be opened', async () => {
    await expect(under().store.open(newKey())).rejects.toBeInstanceOf(Error);
  });
};
