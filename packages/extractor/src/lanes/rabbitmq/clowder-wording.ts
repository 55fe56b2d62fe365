import type { JsonLdContext, OutputWording } from '../../context/outputs.ts';
import type { Job } from '../../job/job.ts';
import type { Instance } from '../lane.ts';

const METADATA_CONTEXT = 'https://clowder.ncsa.illinois.edu/contexts/metadata.jsonld';

const contextsOf = (context: JsonLdContext | undefined): unknown[] =>
  [METADATA_CONTEXT, context ?? []].flat();

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/**
 * Writes outputs as pyClowder does. Clowder v1 requires an agent in metadata, and fails on facts about a preview that
 * are not text.
 */
export const clowderWording = (
  host: string,
  { extractor, version }: Instance,
  { resource }: Job,
): OutputWording => ({
  metadata: (content, context) => ({
    '@context': contextsOf(context),
    attachedTo: { resourceType: resource.type, id: resource.id },
    agent: {
      '@type': 'cat:extractor',
      extractor_id: `${host}/extractors/${extractor}/${version}`,
      version,
      name: extractor,
    },
    content: content as Record<string, unknown>,
  }),
  previewMetadata: (facts) =>
    Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, asText(value)])),
});
