import { createNoise, type DemoFile, numbered, textFile } from './demo-file.ts';

const PLACES = ['Goose Lake', 'Kickapoo', 'Allerton Park', 'Monticello', 'Mahomet', 'Fisher'];
const REMARKS = [
  'Rain in the night; the upper ten centimetres are wet.',
  'Roots down to forty centimetres, then clay.',
  'The auger hit a stone and was set again a metre to the north.',
  'Two cores side by side, to see how far they differ.',
  'Photographed before it was cut.',
];

export const fieldNotes = (number: number): DemoFile =>
  textFile(`notes-${numbered(number)}.md`, () => {
    const noise = createNoise(number);
    const remarks = REMARKS.filter(() => noise() < 0.6).map((remark) => `- ${remark}`);
    return `# Field notes, day ${number}\n\nAt ${placeOf(number)}.\n\n${remarks.join('\n')}\n`;
  });

export const transcript = (number: number): DemoFile =>
  textFile(`night-${numbered(number)}.txt`, () => {
    const noise = createNoise(number);
    const lines = Array.from(
      { length: 40 },
      (_, minute) => `${minute} min\t${noise() < 0.5 ? 'frog' : 'bird'}`,
    );
    return `${lines.join('\n')}\n`;
  });

/** Names of places, for which an extractor finds the coordinates. */
export const siteList = (number: number): DemoFile =>
  textFile(`sites-${numbered(number)}.json`, () =>
    JSON.stringify({ campaign: number, places: [placeOf(number), placeOf(number + 1)] }, null, 2),
  );

export const brokenJson = (name: string): DemoFile =>
  textFile(name, () => '{"campaign": 12, "places": ["Fish');

export const siteDescription = (number: number): DemoFile =>
  textFile(
    `site-${numbered(number)}.xml`,
    () =>
      `<?xml version="1.0"?>\n<site id="${number}"><name>${placeOf(number)}</name><gauge type="float"/></site>\n`,
  );

/** A letter of one page as a minimal PDF file. */
export const letter = (number: number): DemoFile => ({
  name: `letter-${numbered(number)}.pdf`,
  bytes: () => pdf(`Sheet ${number} was lent to ${placeOf(number)} and came back.`),
});

const placeOf = (number: number): string => PLACES[number % PLACES.length] ?? '';

const pdf = (text: string): Buffer => {
  const page = `BT /F1 14 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let document = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = document.length;
    document += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${document.length}\n%%EOF\n`;
  return Buffer.from(document + table + trailer);
};
