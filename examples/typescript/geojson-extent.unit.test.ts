import { fail, runHandler, skip, succeed } from '@pawprint/extractor';
import { expect, test } from 'vitest';
import { measureExtent } from './geojson-extent.ts';

const point = (longitude: number, latitude: number) => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Point', coordinates: [longitude, latitude] },
});
const collection = (...features: object[]) =>
  Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));

test('the bounding box holds every position of every geometry', async () => {
  const line = {
    type: 'LineString',
    coordinates: [
      [-90, 41, 200],
      [-88.5, 40],
    ],
  };
  const input = collection(point(-89, 42), { type: 'Feature', properties: {}, geometry: line });
  const { outcome, metadata } = await runHandler(measureExtent, { input });
  expect(outcome).toEqual(succeed('2 features within [-90, 40, -88.5, 42]'));
  expect(metadata[0]?.content).toEqual({
    bbox: [-90, 40, -88.5, 42],
    features: 2,
    geometries: { Point: 1, LineString: 1 },
  });
});

test('the parameter `decimals` rounds the bounding box', async () => {
  const input = collection(point(-88.123456, 40.987654));
  const { metadata } = await runHandler(measureExtent, { input, parameters: { decimals: 1 } });
  expect(metadata[0]?.content).toMatchObject({ bbox: [-88.1, 41, -88.1, 41] });
});

test('a feature without a geometry is counted and logged', async () => {
  const input = collection({ type: 'Feature', properties: {}, geometry: null });
  const { outcome, log } = await runHandler(measureExtent, { input });
  expect(outcome).toEqual(succeed('1 features within []'));
  expect(log).toEqual([{ level: 'warn', message: '1 features have no coordinates.' }]);
});

test('JSON that is no GeoJSON fails', async () => {
  const { outcome, metadata } = await runHandler(measureExtent, {
    input: Buffer.from('{"type":"Topology"}'),
  });
  expect(outcome).toEqual(fail('This is JSON, but no GeoJSON feature or collection of features.'));
  expect(metadata).toEqual([]);
});

test('an empty file is skipped', async () => {
  const { outcome } = await runHandler(measureExtent);
  expect(outcome).toEqual(skip('The file is empty.'));
});
