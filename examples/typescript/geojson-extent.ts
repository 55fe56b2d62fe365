import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import {
  createExtractor,
  fail,
  type Job,
  type JobContext,
  type Outcome,
  skip,
  succeed,
} from '@pawprint/extractor';

/** What each field of the metadata means, for programs that read JSON-LD. */
const CONTEXT = {
  geojson: 'https://purl.org/geojson/vocab#',
  bbox: 'geojson:bbox',
  features: 'geojson:features',
  geometries: 'geojson:geometry',
};
/** After so many features the handler reports its progress and ends if the job was cancelled. */
const FEATURES_PER_REPORT = 1_000;

/** Measures what a GeoJSON file covers: its bounding box, its features, and how many geometries of each type it has. */
export const measureExtent = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  if (job.sizeBytes === 0) return skip('The file is empty.');
  const features = featuresOf(JSON.parse(await readFile(await ctx.input.file(), 'utf8')));
  if (features === undefined) return fail('This is JSON, but no GeoJSON feature or collection of features.');
  const extent = new Extent();
  for (const [index, feature] of features.entries()) {
    extent.add(feature);
    if (index % FEATURES_PER_REPORT > 0) continue;
    // The SDK learns of a cancel only while the handler waits for something.
    await new Promise(setImmediate);
    ctx.signal.throwIfAborted();
    ctx.progress(index / features.length, `${index} of ${features.length} features`);
  }
  const bbox = extent.rounded(decimalsOf(job));
  const geometries = Object.fromEntries(extent.geometries);
  await ctx.uploadMetadata({ bbox, features: features.length, geometries }, { context: CONTEXT });
  if (extent.withoutPlace > 0) ctx.log.warn(`${extent.withoutPlace} features have no coordinates.`);
  return succeed(`${features.length} features within [${bbox.join(', ')}]`);
};

interface Feature {
  readonly type: 'Feature';
  readonly geometry: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isFeature = (value: unknown): value is Feature =>
  isObject(value) && value['type'] === 'Feature' && 'geometry' in value;

/** The features of a document; undefined where it is not GeoJSON. */
function featuresOf(document: unknown): readonly Feature[] | undefined {
  if (isFeature(document)) return [document];
  if (!isObject(document) || document['type'] !== 'FeatureCollection') return undefined;
  const { features } = document;
  return Array.isArray(features) && features.every(isFeature) ? features : undefined;
}

/** The parameter `decimals`, which can be given with a manual submission. */
function decimalsOf({ parameters }: Job): number {
  const { decimals } = parameters;
  return typeof decimals === 'number' && decimals >= 0 && decimals <= 15 ? Math.floor(decimals) : 6;
}

class Extent {
  /** How many geometries there are of each type. */
  readonly geometries = new Map<string, number>();
  withoutPlace = 0;
  private west = Number.POSITIVE_INFINITY;
  private south = Number.POSITIVE_INFINITY;
  private east = Number.NEGATIVE_INFINITY;
  private north = Number.NEGATIVE_INFINITY;

  add({ geometry }: Feature): void {
    if (isObject(geometry)) this.addGeometry(geometry);
    else this.withoutPlace += 1;
  }

  /** West, south, east, north, as GeoJSON orders them; empty where nothing has coordinates. */
  rounded(decimals: number): number[] {
    const sides = [this.west, this.south, this.east, this.north];
    return sides.every(Number.isFinite) ? sides.map((side) => Number(side.toFixed(decimals))) : [];
  }

  private addGeometry({ type, coordinates, geometries }: Record<string, unknown>): void {
    const name = String(type);
    this.geometries.set(name, (this.geometries.get(name) ?? 0) + 1);
    if (Array.isArray(geometries)) for (const part of geometries.filter(isObject)) this.addGeometry(part);
    else this.addCoordinates(coordinates);
  }

  /** A position is a list of numbers; every other kind of coordinates is a list of lists. */
  private addCoordinates(coordinates: unknown): void {
    if (!Array.isArray(coordinates)) return;
    const [longitude, latitude]: unknown[] = coordinates;
    if (typeof longitude !== 'number' || typeof latitude !== 'number')
      return coordinates.forEach((inner) => this.addCoordinates(inner));
    this.west = Math.min(this.west, longitude);
    this.east = Math.max(this.east, longitude);
    this.south = Math.min(this.south, latitude);
    this.north = Math.max(this.north, latitude);
  }
}

export const geojsonExtent = createExtractor({
  name: 'example.geojson-extent',
  version: '1.0.0',
  description: 'Measures what a GeoJSON file covers: bounding box, features, geometries of each type.',
  process: { file: ['application/geo+json'] },
  parameters: {
    type: 'object',
    properties: {
      decimals: {
        type: 'integer',
        title: 'Decimals of the bounding box',
        minimum: 0,
        maximum: 15,
        default: 6,
      },
    },
  },
  handle: measureExtent,
});

// Run as a program, not when a test imports it.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await geojsonExtent.run();
