import sharp from 'sharp';
import { createNoise, type DemoFile, numbered } from './demo-file.ts';
import { gaugeRows } from './tables.ts';

const WIDTH = 640;
const HEIGHT = 480;

/** The photograph of a soil core, with the EXIF data of a camera. */
export const corePhoto = (number: number): DemoFile => ({
  name: `core-${numbered(number)}.jpg`,
  bytes: () =>
    horizons(number)
      .withExif({ IFD0: { Make: 'Pawprint', Model: 'npm run demo', ImageDescription: `Core ${number}` } })
      .jpeg({ quality: 85 })
      .toBuffer(),
});

/** A scan of the same in another format. */
export const coreScan = (number: number): DemoFile => ({
  name: `scan-${numbered(number)}.png`,
  bytes: () => horizons(number).png().toBuffer(),
});

/** A scan whose copying broke off: its header reads well, its pixels end in the middle. */
export const truncatedScan = (name: string): DemoFile => ({
  name,
  bytes: async () => {
    const whole = await horizons(999).png().toBuffer();
    return whole.subarray(0, Math.floor(whole.length / 2));
  },
});

/** The stage of a gauge as a line. */
export const gaugeChart = (name: string, rowCount: number): DemoFile => ({
  name,
  bytes: () => {
    const points = gaugeRows(rowCount).map(
      ([, stage], index) =>
        `${((index / rowCount) * WIDTH).toFixed(1)},${(HEIGHT - Number(stage) * 150).toFixed(1)}`,
    );
    const line = `<polyline points="${points.join(' ')}" fill="none" stroke="#1c6ea4" stroke-width="2"/>`;
    return Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">${line}</svg>\n`,
    );
  },
});

/** Layers of earth from dark to light, with grains. */
const horizons = (seed: number) => {
  const noise = createNoise(seed);
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  const waves = Array.from({ length: 5 }, () => noise() * 40);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const layer = Math.floor((y + 14 * Math.sin(x / (30 + (waves[y % 5] ?? 0)))) / (HEIGHT / 6));
      const light = 45 + layer * 24 + noise() * 26;
      const at = (y * WIDTH + x) * 3;
      pixels[at] = light * 1.15;
      pixels[at + 1] = light * 0.9;
      pixels[at + 2] = light * 0.65;
    }
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
};
