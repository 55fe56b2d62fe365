import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, bytesInMemory } from '../previewed.ts';
import { mostBytesOf } from './archive.ts';
import { listTar } from './list-tar.ts';
import { aTar, aTarHeader } from './tar.builder.ts';
import { parseTarFields, parseTarHeader } from './tar-headers.ts';

const { signal } = new AbortController();

const list = (bytes: Uint8Array<ArrayBuffer>, from = 0) => listTar(bytesInMemory(bytes), from, signal);

const field = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  const length = new TextEncoder().encode(rest).length;
  const digits = String(length + String(length).length).length;
  return `${length + digits}${rest}`;
};

describe('an archive of tar', () => {
  it('has the entries that were put into it', async () => {
    const aPath = fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}$/);
    const entries = fc.array(fc.record({ path: aPath, content: fc.string({ maxLength: 2000 }) }));
    await fc.assert(
      fc.asyncProperty(entries, async (wanted) => {
        const { entries: found, broken } = await list(aTar(wanted));
        expect(broken).toBeNull();
        expect(found.map(({ path }) => path)).toEqual(wanted.map(({ path }) => path));
        for (const [n, { open }] of found.entries()) {
          const opened = await open?.(signal);
          const bytes = await opened?.bytes.read(0, 10_000);
          expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(
            new TextDecoder('utf-8', { ignoreBOM: true }).decode(
              new TextEncoder().encode(wanted[n]?.content),
            ),
          );
        }
      }),
    );
  });

  it('has folders, links, dates and long names', async () => {
    const long = `${'folder/'.repeat(40)}ä.txt`;
    const { entries } = await list(
      aTar([
        { path: 'cores/', type: '5', modifiedAt: 1_700_000_000 },
        { path: 'latest', type: '2' },
        { path: '././@LongLink', type: 'L', content: `${long}\0` },
        { path: 'cut', content: 'a' },
        { path: 'PaxHeaders/b', type: 'x', content: field('mtime', '1.5') + field('path', `pax/${long}`) },
        { path: 'cut', content: 'bb' },
        { path: 'global', type: 'g', content: field('comment', 'x') },
        { path: 'c', content: 'ccc' },
      ]),
    );
    expect(
      entries.map(({ path, size, isFolder, note, open }) => [path, size, isFolder, note, open !== null]),
    ).toEqual([
      ['cores/', 0, true, null, false],
      ['latest', 0, false, 'link', false],
      [long, 1, false, null, true],
      [`pax/${long}`, 2, false, null, true],
      ['c', 3, false, null, true],
    ]);
    expect(entries[0]?.modifiedAt).toBe(1_700_000_000_000);
  });

  it('is listed without its contents, 1,000 entries at a time', async () => {
    const bytes = aTar(Array.from({ length: 1500 }, (_, n) => ({ path: `f${n}`, content: 'x' })));
    const first = await list(bytes);
    expect(first.entries).toHaveLength(1000);
    const rest = await list(bytes, first.next ?? 0);
    expect(rest).toMatchObject({ entries: { length: 500 }, next: null, broken: null });
  });

  it('of a terabyte is listed by reading its headers', async () => {
    const size = 1e12;
    const header = aTarHeader({ path: 'huge', size: '', type: '0', modifiedAt: '0' });
    header[124] = 0x80;
    new DataView(header.buffer).setBigUint64(128, BigInt(size));
    const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    let read = 0;
    const source: ByteSource = {
      size: 512 + size + 1024,
      read: (start, end) => {
        read += end - start;
        const bytes = new Uint8Array(end - start);
        if (start === 0) bytes.set(header);
        return Promise.resolve(bytes);
      },
    };
    const { entries, broken } = await listTar(source, 0, signal);
    expect(broken).toBeNull();
    expect(entries[0]?.size).toBe(size);
    expect(read).toBeLessThan(200_000);
    const opened = await entries[0]?.open?.(signal);
    expect([opened?.isCut, opened?.bytes.size]).toEqual([true, mostBytesOf(entries[0]?.path ?? '')]);
  });

  it('that is broken says where, after the entries before', async () => {
    const whole = aTar([
      { path: 'a', content: 'a' },
      { path: 'b', content: 'b' },
    ]);
    const changed = whole.slice();
    changed[1024] = 0x7a;
    expect(await list(changed)).toMatchObject({
      entries: [{ path: 'a' }],
      broken: 'There is no header at byte 1024.',
    });
    expect(await list(whole.slice(0, 1536))).toMatchObject({
      entries: [{ path: 'a' }],
      broken: 'It ends within “b”.',
    });
    expect(await list(whole.slice(0, 512))).toMatchObject({ entries: [], broken: 'It ends within “a”.' });
    expect(await list(new Uint8Array(10))).toMatchObject({ entries: [], broken: 'It ends within a header.' });
    expect(await list(new TextEncoder().encode('no archive '.repeat(100)))).toMatchObject({
      broken: 'There is no header at byte 0.',
    });
  });

  it('of any bytes ends', async () => {
    const block = fc.oneof(
      fc.uint8Array({ minLength: 512, maxLength: 512 }),
      fc
        .record({
          path: fc.string(),
          size: fc.string({ maxLength: 11 }),
          type: fc.constantFrom('0', 'x', 'L', '5'),
          modifiedAt: fc.string({ maxLength: 11 }),
        })
        .map((fields) => aTarHeader({ ...fields, path: fields.path.slice(0, 20) })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 8 }), async (blocks) => {
        const bytes = new Uint8Array(blocks.length * 512);
        for (const [n, each] of blocks.entries()) bytes.set(each, n * 512);
        expect((await list(bytes)).next).toBeNull();
      }),
    );
  });
});

describe('the parts of an archive of tar', () => {
  it('never throw, whatever bytes they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const header = parseTarHeader(bytes);
        expect(header === 'end' || header === 'broken' || header.size >= 0).toBe(true);
        expect(parseTarFields(bytes).size).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('are read where they are whole', () => {
    expect(parseTarHeader(new Uint8Array(512))).toBe('end');
    expect([
      ...parseTarFields(new TextEncoder().encode(`${field('a', 'b=c\nd')}${field('ä', 'ö')}99 x`)),
    ]).toEqual([
      ['a', 'b=c\nd'],
      ['ä', 'ö'],
    ]);
  });
});
