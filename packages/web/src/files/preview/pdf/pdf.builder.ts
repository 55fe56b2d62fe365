const HELVETICA = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

/** Documents in Chinese may bring neither the font nor the table that says which letters their codes are. */
const SONG =
  '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [' +
  '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo ' +
  '<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor ' +
  '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 ' +
  '/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>';

/** A document with a line of text on each page, for tests. */
export const aPdf = (lines: readonly string[]): Uint8Array<ArrayBuffer> =>
  aDocument(
    HELVETICA,
    lines.map((line) => `(${line})`),
  );

/** The same, of Chinese letters. */
export const aChinesePdf = (line: string): Uint8Array<ArrayBuffer> =>
  aDocument(SONG, [`<${line.replaceAll(/./g, (letter) => letter.charCodeAt(0).toString(16))}>`]);

/** @param strings as they are written in a page */
const aDocument = (font: string, strings: readonly string[]): Uint8Array<ArrayBuffer> => {
  const pageIds = strings.map((_, n) => 4 + n * 2);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] /Count ${strings.length} >>`,
    font,
    ...strings.flatMap((string, n) => {
      const content = `BT /F1 24 Tf 72 720 Td ${string} Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + n * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const offset = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return new TextEncoder().encode(text + table + trailer);
};
