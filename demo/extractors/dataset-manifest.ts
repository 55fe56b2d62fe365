import { createExtractor, type Job, type JobContext, type Outcome, skip, succeed } from '@pawprint/extractor';
import { createClient } from '@pawprint/protocol';

const client = createClient({
  baseUrl: process.env['PAWPRINT_URL'] ?? '',
  key: process.env['PAWPRINT_KEY'] ?? '',
});

/** Lists the files of a dataset with their checksums, as metadata and as a new file in it. */
const writeManifest = async ({ resource }: Job, ctx: JobContext): Promise<Outcome> => {
  if (resource.type !== 'dataset') return skip('Only datasets have a manifest.');
  const files = (await client.call('listDatasetFiles', { params: { id: resource.id } })) ?? [];
  if (files.length === 0) return skip('The dataset has no files.');
  const types: Record<string, number> = {};
  for (const { contentType } of files) types[contentType] = (types[contentType] ?? 0) + 1;
  const bytes = files.reduce((sum, file) => sum + file.size_bytes, 0);
  await ctx.uploadMetadata({ files: files.length, bytes, types });
  const lines = files.map(({ sha256, filename }) => `${sha256}  ${filename}\n`);
  await ctx.uploadFile(Buffer.from(lines.join('')), {
    filename: 'manifest-sha256.txt',
    contentType: 'text/plain',
  });
  return succeed(`${files.length} files, ${bytes} bytes`);
};

await createExtractor({
  name: 'demo.dataset-manifest',
  version: '1.0.0',
  description: 'Lists the files of a dataset with their checksums. Runs only when submitted.',
  process: {},
  handle: writeManifest,
}).run();
