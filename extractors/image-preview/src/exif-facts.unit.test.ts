import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { exifFacts } from './exif-facts.ts';

const exifBlock = async (exif: Parameters<ReturnType<typeof sharp>['withExif']>[0]): Promise<Buffer> => {
  const image = sharp({ create: { width: 1, height: 1, channels: 3, background: 'black' } });
  const { exif: block } = await sharp(await image.withExif(exif).jpeg().toBuffer()).metadata();
  return block ?? Buffer.alloc(0);
};

test('facts that make no sense are left out', async () => {
  const block = await exifBlock({
    IFD0: { Make: '   ', DateTime: 'yesterday' },
    IFD2: { ExposureTime: '1/0', OffsetTimeOriginal: 'local' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '95/1 0/1 0/1' },
  });
  const facts = exifFacts(block);
  for (const name of ['camera_make', 'taken_at', 'exposure_time_s', 'latitude'])
    expect(facts).not.toHaveProperty(name);
});

test('a place below the sea has a negative altitude', async () => {
  const block = await exifBlock({ IFD3: { GPSAltitudeRef: '0', GPSAltitude: '4305/10' } });
  expect(exifFacts(block)).toMatchObject({ altitude_m: 430.5 });
  // Tag 5, one byte: sharp writes 0 there whatever it is given.
  const reference = Buffer.from([5, 0, 1, 0, 1, 0, 0, 0]);
  block[block.indexOf(reference) + reference.length] = 1;
  expect(exifFacts(block)).toMatchObject({ altitude_m: -430.5 });
});

test('a name in UTF-8 is read', async () => {
  const block = await exifBlock({ IFD0: { Artist: 'Joerg' } });
  block.write('Jörg', block.indexOf('Joerg'));
  expect(exifFacts(block)).toMatchObject({ artist: 'Jörg' });
});

/** What kinds of facts come of a block, or the kind of what was thrown. */
const factsOrError = (block: Buffer): string[] => {
  try {
    return Object.values(exifFacts(block)).map((fact) => typeof fact);
  } catch (error) {
    return [error instanceof Error ? 'Error' : String(error)];
  }
};

test('a damaged block gives valid facts or throws an Error', async () => {
  const block = await exifBlock({ IFD0: { Make: 'Pawcam', Artist: 'Jo' }, IFD2: { FNumber: '28/10' } });
  const damage = fc.array(fc.tuple(fc.nat(block.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(damage, (changes) => {
      const damaged = Buffer.from(block);
      for (const [place, byte] of changes) damaged[place] = byte;
      for (const fact of factsOrError(damaged)) expect(['string', 'number', 'Error']).toContain(fact);
    }),
  );
});
