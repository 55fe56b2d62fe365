import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideMime, sniffMime } from './file-type.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const zip = Buffer.from('504b0304140000000000', 'hex');
const text = (content: string) => Buffer.from(content);

describe('sniffMime', () => {
  test.each([
    ['photo.png', png, 'image/png'],
    ['notes.txt', png, 'image/png'],
    ['no-extension', png, 'image/png'],
    ['notes.txt', text('clay, sand, silt'), 'text/plain'],
    ['soil.csv', text('depth,ph\n10,6.1\n'), 'text/csv'],
    ['readme', text('Read me first.'), 'text/plain'],
    ['server.ts', text('export const x = 1;\n'), 'text/plain'],
    ['photo.jpg', text('<html>404</html>'), 'text/plain'],
    ['bmw.txt', text('BMW and other words that begin like a bitmap'), 'text/plain'],
    ['solid.txt', text('solid ground, and how to find it'), 'text/plain'],
    ['drawing.svg', text('<?xml version="1.0"?><svg/>'), 'image/svg+xml'],
    ['drawing.svgz', gzipSync('<svg/>'), 'image/svg+xml'],
    ['report.txt', text('%PDF-1.4\n1 0 obj\n'), 'application/pdf'],
    ['sheet.xlsx', zip, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['archive.zip', zip, 'application/zip'],
    ['notes.txt', zip, 'application/zip'],
    ['data.bin', Buffer.from([0, 1, 2, 3]), 'application/octet-stream'],
    ['data.unknown', Buffer.from([0xff, 0, 0xff]), 'application/octet-stream'],
    ['empty.jpg', Buffer.alloc(0), 'image/jpeg'],
    ['empty', Buffer.alloc(0), 'application/octet-stream'],
    ['latin.txt', Buffer.from([0x67, 0x72, 0xfc, 0x6e]), 'text/plain'],
  ])('%s is recognised by name and content', async (name, content, effective) => {
    expect(await sniffMime(name, content)).toMatchObject({ effective });
  });

  test('the types by name and by content are both recorded', async () => {
    expect(await sniffMime('notes.txt', png)).toEqual({
      effective: 'image/png',
      byName: 'text/plain',
      byContent: 'image/png',
    });
  });

  test('a text whose head ends within a character is a text', async () => {
    const head = text('größer').subarray(0, 3);
    expect(await sniffMime('x', head)).toMatchObject({ effective: 'text/plain' });
  });

  test('any bytes and any name give a valid type', async () => {
    const heads = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.concat([zip, bytes])),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.concat([png.subarray(0, 16), bytes])),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => deflateSync(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), heads, async (name, head) => {
        expect((await sniffMime(name, head)).effective).toMatch(/^[a-z0-9]+\/[\w.+-]+$/);
      }),
    );
  });
});

describe('decideMime', () => {
  const types = fc.option(
    fc.constantFrom(
      'text/plain',
      'image/png',
      'application/zip',
      'application/xml',
      'text/csv',
      'video/mp2t',
    ),
  );

  test('the type is the one by name, by content, or unknown', () => {
    fc.assert(
      fc.property(types, types, fc.boolean(), (byName, bySignature, readable) => {
        const mime = decideMime({
          byName,
          bySignature,
          readable,
          hasSignature: (type) => type.startsWith('image/'),
        });
        expect([mime.byName, mime.byContent, 'application/octet-stream']).toContain(mime.effective);
      }),
    );
  });
});
