import { parse } from 'content-disposition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileName } from '../../datasets/files/file-name.ts';
import { contentDisposition } from './content-disposition.ts';

const fileNames = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((points) => fileName(String.fromCodePoint(...points)));

describe('contentDisposition', () => {
  test('gives a name that is not ASCII in full, and in ASCII', () => {
    expect(contentDisposition('attachment', "Größe 🐾 (1)'s.csv", 'text/csv')).toBe(
      `attachment; filename="Gr__e _ (1)'s.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%F0%9F%90%BE%20%281%29%27s.csv`,
    );
  });

  test.each(['image/png', 'text/plain'])('%s is shown inline on request', (mime) => {
    expect(contentDisposition('inline', 'x', mime)).toMatch(/^inline;/);
    expect(contentDisposition('attachment', 'x', mime)).toMatch(/^attachment;/);
  });

  test.each(['text/html', 'image/svg+xml', 'application/pdf', 'text/xml', 'application/javascript'])(
    '%s is never shown inline',
    (mime) => {
      expect(contentDisposition('inline', 'x', mime)).toMatch(/^attachment;/);
    },
  );

  test('every file name fits into a header and is read back from it', () => {
    fc.assert(
      fc.property(fileNames, (name) => {
        const header = contentDisposition('attachment', name, 'text/plain');
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(parse(header)).toMatchObject({ type: 'attachment', parameters: { filename: name } });
      }),
    );
  });
});
