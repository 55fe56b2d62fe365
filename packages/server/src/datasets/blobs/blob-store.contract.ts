import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { v7 as newKey } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BlobStore, HEAD_BYTES, type ListedBlob, type WriteOptions } from './blob-store.ts';

export interface StoreUnderTest {
  readonly store: BlobStore;
  /** The keys of all blobs, finished or not. */
  keys(): Promise<string[]>;
  dispose(): Promise<void>;
}

const unlimited = (limitBytes = 1_000_000): WriteOptions => ({
  signal: new AbortController().signal,
  limitBytes,
});

/** The tests of every blob store; each driver's test file runs them. */
export const blobStoreContract = (openStore: () => Promise<StoreUnderTest>): void => {
  let under: StoreUnderTest;
  beforeAll(async () => {
    under = await openStore();
  });
  afterAll(() => under.dispose());

  describe('a written blob', () => {
    testWritten(() => under);
  });
  describe('a blob that was not written', () => {
    testUnwritten(() => under);
  });
  describe('a listing', () => {
    testListing(() => under);
  });
};

const testWritten = (under: () => StoreUnderTest): void => {
  const contents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { maxLength: 5 });

  test('is read back and measured, whatever its chunks', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (chunks) => {
        const key = newKey();
        const whole = Buffer.concat(chunks);
        expect(
          await under().store.write(
            key,
            Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
            unlimited(),
          ),
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

  test('can be read in part, both ends included', async () => {
    const key = newKey();
    await under().store.write(key, Readable.from([Buffer.from('0123456789')]), unlimited());
    expect(String(await buffer(await under().store.open(key, { start: 2, end: 4 })))).toBe('234');
    expect(String(await buffer(await under().store.open(key, { start: 9, end: 9 })))).toBe('9');
  });

  test('cannot be read after removal, which can be repeated', async () => {
    const key = newKey();
    await under().store.write(key, Readable.from([Buffer.from('x')]), unlimited());
    await under().store.remove(key);
    await expect(under().store.open(key)).rejects.toBeInstanceOf(Error);
    await expect(under().store.remove(key)).resolves.toBeUndefined();
    expect(await under().keys()).not.toContain(key);
  });

  test('can be exactly as large as the limit', async () => {
    const written = await under().store.write(newKey(), Readable.from([Buffer.from('12345')]), unlimited(5));
    expect(written).toMatchObject({ sizeBytes: 5 });
  });
};

const testUnwritten = (under: () => StoreUnderTest): void => {
  test('leaves nothing if it was too large', async () => {
    const key = newKey();
    const source = Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
    expect(await under().store.write(key, source, unlimited(1000))).toEqual({ unwritten: 'too_large' });
    expect(await under().keys()).not.toContain(key);
  });

  test('leaves nothing if its source failed', async () => {
    const key = newKey();
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('half of ');
        throw new Error('connection lost');
      })(),
    );
    expect(await under().store.write(key, source, unlimited())).toEqual({ unwritten: 'source_failed' });
    expect(await under().keys()).not.toContain(key);
  });

  test('leaves nothing if aborted while its source sent nothing', async () => {
    const key = newKey();
    const source = new PassThrough();
    const abort = new AbortController();
    const writing = under().store.write(key, source, { signal: abort.signal, limitBytes: 1000 });
    source.write('half of ');
    abort.abort();
    expect(await writing).toEqual({ unwritten: 'aborted' });
    expect(await under().keys()).not.toContain(key);
  });

  test('leaves nothing if aborted before it began', async () => {
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

const testListing = (under: () => StoreUnderTest): void => {
  const listed = async (prefix?: string): Promise<ListedBlob[]> => {
    const blobs: ListedBlob[] = [];
    for await (const blob of under().store.list(prefix)) blobs.push(blob);
    return blobs;
  };
  const write = async (key: string, text: string): Promise<string> => {
    await under().store.write(key, Readable.from([Buffer.from(text)]), unlimited());
    return key;
  };

  test('has every blob with its size and its time', async () => {
    const [empty, short] = [await write(newKey(), ''), await write(newKey(), 'four')];
    const sizes = new Map((await listed()).map(({ key, sizeBytes }) => [key, sizeBytes]));
    expect([sizes.get(empty), sizes.get(short)]).toEqual([0, 4]);
    const times = (await listed(short)).map(({ modifiedAt }) => modifiedAt);
    expect(times).toEqual([expect.closeTo(Date.now(), -6)]);
  });

  test('has every blob once, however many there are', async () => {
    const keys = new Set<string>();
    for (let n = 0; n < 25; n += 1) keys.add(await write(newKey(), 'x'));
    const found = (await listed()).map(({ key }) => key).filter((key) => keys.has(key));
    expect(found.toSorted(compareText)).toEqual([...keys].toSorted(compareText));
  });

  test('of a prefix has the blobs that begin with it', async () => {
    const [one, other] = [await write(`first-${newKey()}`, 'x'), await write(`second-${newKey()}`, 'x')];
    expect((await listed('first-')).map(({ key }) => key)).toEqual([one]);
    expect((await listed(other)).map(({ key }) => key)).toEqual([other]);
    expect(await listed('third-')).toEqual([]);
  });

  test('has no blob that was removed', async () => {
    const key = await write(newKey(), 'x');
    await under().store.remove(key);
    expect(await listed(key)).toEqual([]);
  });
};

const compareText = (a: string, b: string): number => (a < b ? -1 : 1);
