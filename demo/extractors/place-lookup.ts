import { readFile } from 'node:fs/promises';
import {
  createExtractor,
  fail,
  type Job,
  type JobContext,
  type Outcome,
  retryLater,
  skip,
  succeed,
} from '@pawprint/extractor';

const GAZETTEER = process.env['DEMO_GAZETTEER_URL'] ?? '';

/**
 * Asks a gazetteer for the coordinates of the places that a file names. Where the gazetteer is not ready or was asked too
 * often, the job is tried again when the gazetteer says so.
 */
const lookUpPlaces = async (_: Job, ctx: JobContext): Promise<Outcome> => {
  const document: unknown = JSON.parse(await readFile(await ctx.input.file(), 'utf8'));
  const places = placesOf(document);
  if (places.length === 0) return skip('The file names no places.');
  const query = new URLSearchParams(places.map((name): [string, string] => ['name', name]));
  const response = await fetch(`${GAZETTEER}?${query.toString()}`, { signal: ctx.signal });
  const retryAfter = response.headers.get('retry-after');
  if (retryAfter !== null) {
    const reason = response.status === 429 ? 'was asked too often' : 'is not ready yet';
    return retryLater(`The gazetteer ${reason}.`, { afterSeconds: Number(retryAfter) });
  }
  if (!response.ok) return fail(`The gazetteer answered with status ${response.status}.`);
  const found = (await response.json()) as Record<string, unknown>;
  for (const name of places) if (!(name in found)) ctx.log.warn(`The gazetteer does not know “${name}”.`);
  await ctx.uploadMetadata({ places: found });
  return succeed(`Found ${Object.keys(found).length} of ${places.length} places.`);
};

function placesOf(document: unknown): string[] {
  if (typeof document !== 'object' || document === null || !('places' in document)) return [];
  const { places } = document;
  return Array.isArray(places) ? places.filter((place) => typeof place === 'string') : [];
}

await createExtractor({
  name: 'demo.place-lookup',
  version: '0.9.1',
  description: 'Finds the coordinates of the places that a JSON file names.',
  process: { file: ['application/json'] },
  concurrency: 3,
  handle: lookUpPlaces,
}).run();
