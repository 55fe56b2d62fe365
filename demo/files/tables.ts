import { createNoise, type DemoFile, numbered, textFile } from './demo-file.ts';

const QUARTER_HOUR_MS = 900_000;
const FIRST_DAY = Date.UTC(2024, 2, 1);

/** A soil core every five centimetres; here and there a value is missing. */
export const coreTable = (number: number): DemoFile =>
  textFile(`core-${numbered(number)}.csv`, () => {
    const noise = createNoise(number);
    const rows = Array.from({ length: 24 }, (_, index) => {
      const depth = (index + 1) * 5;
      const carbon = noise() < 0.05 ? '' : (4.2 * Math.exp(-depth / 45) + noise() * 0.3).toFixed(2);
      return [`GL-${numbered(number)}`, depth, (5.8 + depth / 90 + noise() * 0.2).toFixed(1), carbon];
    });
    return csv([['core', 'depth_cm', 'ph', 'organic_carbon_percent'], ...rows]);
  });

/** What a gauge says every quarter of an hour. */
export const gaugeTable = (name: string, rowCount: number): DemoFile =>
  textFile(name, () => csv([['time', 'stage_m', 'water_celsius'], ...gaugeRows(rowCount)]));

/** One row has a field too many, as when a decimal comma was exported. */
export const raggedTable = (name: string): DemoFile =>
  textFile(name, () => 'plot,cover_percent,height_cm\nA1,40,12\nA2,37,5,14\nA3,55,11\n');

export const tableWithoutRows = (name: string): DemoFile =>
  textFile(name, () => 'time,stage_m,water_celsius\n');

export const gaugeRows = (count: number): string[][] => {
  const noise = createNoise(count);
  return Array.from({ length: count }, (_, index) => {
    const day = index / 96;
    const flood = 1.6 * Math.exp(-(((day % 30) - 9) ** 2) / 4);
    const celsius = 12 + 8 * Math.sin(day / 58) + 2 * Math.sin(day * 2 * Math.PI) + noise();
    const time = new Date(FIRST_DAY + index * QUARTER_HOUR_MS).toISOString();
    return [time, (0.8 + flood + noise() * 0.05).toFixed(3), celsius.toFixed(1)];
  });
};

const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.join(',')}\n`).join('');
