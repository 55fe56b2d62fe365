import { type HandlerResult, runHandler } from '@pawprint/extractor';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { handle } from './handle.ts';
import { METADATA_CONTEXT } from './image-facts.ts';

const blue = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2255cc' } });

const photo = (orientation = 1) =>
  blue(400, 200)
    .withExif({
      IFD0: { Make: 'Pawcam ', Model: 'P1', Artist: 'Jo', DateTime: '2024:05:01 12:30:00' },
      IFD2: {
        ExposureTime: '1/250',
        FNumber: '28/10',
        DateTimeOriginal: '2024:05:01 12:29:58',
        OffsetTimeOriginal: '+02:00',
      },
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: '33/1 51/1 3600/100',
        GPSLongitudeRef: 'E',
        GPSLongitude: '151/1 12/1 0/1',
      },
    })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();

const contentOf = ({ metadata }: HandlerResult) => metadata[0]?.content;

const facts = async (bytes: Buffer | undefined) => sharp(bytes).metadata();

describe('a photograph', () => {
  test('gives its dimensions, format and EXIF facts', async () => {
    const result = await runHandler(handle, {
      input: await photo(),
      filename: 'p.jpg',
      mimeType: 'image/jpeg',
    });
    expect(contentOf(result)).toMatchObject({
      width: 400,
      height: 200,
      format: 'jpeg',
      color_space: 'srgb',
      pages: 1,
      camera_make: 'Pawcam',
      camera_model: 'P1',
      artist: 'Jo',
      taken_at: '2024-05-01T12:29:58+02:00',
      exposure_time_s: 0.004,
      f_number: 2.8,
      latitude: -33.86,
      longitude: 151.2,
    });
    expect(result.outcome).toEqual({ kind: 'succeeded', message: '400 × 200 JPEG' });
  });

  test('taken upright is shown upright', async () => {
    const result = await runHandler(handle, { input: await photo(6) });
    expect(contentOf(result)).toMatchObject({ width: 200, height: 400 });
    expect(await facts(result.previews[0]?.bytes)).toMatchObject({ width: 200, height: 400 });
    expect(await facts(result.thumbnails[0]?.bytes)).toMatchObject({ width: 128, height: 256 });
  });

  test('has a preview without the location', async () => {
    const { previews, thumbnails } = await runHandler(handle, { input: await photo() });
    expect((await facts(previews[0]?.bytes)).exif).toBeUndefined();
    expect((await facts(thumbnails[0]?.bytes)).exif).toBeUndefined();
  });
});

test('a large image has a preview of 1600 pixels and a thumbnail of 256', async () => {
  const { previews, thumbnails } = await runHandler(handle, {
    input: await blue(4_000, 1_000).png().toBuffer(),
  });
  expect(await facts(previews[0]?.bytes)).toMatchObject({ format: 'webp', width: 1_600, height: 400 });
  expect(previews[0]).toMatchObject({
    contentType: 'image/webp',
    metadata: { width: '1600', height: '400' },
  });
  expect(await facts(thumbnails[0]?.bytes)).toMatchObject({ format: 'webp', width: 256, height: 64 });
});

test('a small image is not enlarged', async () => {
  const { previews } = await runHandler(handle, { input: await blue(3, 2).png().toBuffer() });
  expect(await facts(previews[0]?.bytes)).toMatchObject({ width: 3, height: 2 });
});

test.each(['webp', 'gif', 'tiff', 'avif'] as const)('a %s is read', async (format) => {
  const result = await runHandler(handle, { input: await blue(20, 10).toFormat(format).toBuffer() });
  expect(contentOf(result)).toMatchObject({ width: 20, height: 10 });
  expect(result.previews).toHaveLength(1);
});

test('an animation counts its frames and is previewed by its first', async () => {
  const frames = await Promise.all(
    ['red', 'lime'].map((background) => blue(8, 8).tint(background).png().toBuffer()),
  );
  const animation = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  const result = await runHandler(handle, { input: animation });
  expect(contentOf(result)).toMatchObject({ width: 8, height: 8, pages: 2, format: 'gif' });
  expect(await facts(result.previews[0]?.bytes)).toMatchObject({ width: 8, height: 8 });
});

test('an SVG is rendered', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>';
  const result = await runHandler(handle, { input: Buffer.from(svg) });
  expect(contentOf(result)).toMatchObject({ width: 30, height: 20, format: 'svg' });
  expect(result.previews).toHaveLength(1);
});

test('an image of too many pixels has facts and no preview', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"></svg>';
  const result = await runHandler(handle, { input: Buffer.from(svg) });
  expect(contentOf(result)).toMatchObject({ width: 20_000, height: 20_000 });
  expect(result.previews).toEqual([]);
  expect(result.outcome).toMatchObject({
    kind: 'succeeded',
    message: expect.stringContaining('too large for a preview'),
  });
});

test('a file that is no image is skipped', async () => {
  for (const input of [Buffer.from('not an image'), Buffer.alloc(0)]) {
    const result = await runHandler(handle, { input, filename: 'x.png', mimeType: 'image/png' });
    expect(result.outcome).toMatchObject({
      kind: 'skipped',
      reason: expect.stringContaining('Not an image'),
    });
    expect(result.metadata).toEqual([]);
  }
});

test('a truncated image fails without outputs', async () => {
  const noise = sharp({
    create: {
      width: 600,
      height: 600,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });
  const whole = await noise.jpeg().toBuffer();
  const result = await runHandler(handle, { input: whole.subarray(0, whole.length / 2) });
  expect(result.outcome).toMatchObject({
    kind: 'failed',
    error: expect.stringContaining('The image is damaged'),
  });
  expect([result.metadata, result.previews, result.thumbnails]).toEqual([[], [], []]);
});

test('every field of the metadata has a meaning in its context', async () => {
  const result = await runHandler(handle, { input: await photo() });
  expect(Object.keys(METADATA_CONTEXT)).toEqual(expect.arrayContaining(Object.keys(contentOf(result) ?? {})));
});
