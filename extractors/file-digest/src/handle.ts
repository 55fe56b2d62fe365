import { createHash } from 'node:crypto';
import { type Job, type JobContext, type Outcome, succeed } from '@pawprint/extractor';

/** What each field means, for programs that read JSON-LD. */
const CONTEXT = {
  digest: 'http://id.loc.gov/vocabulary/preservation/cryptographicHashFunctions/',
  nfo: 'http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#',
  md5: 'digest:md5',
  sha1: 'digest:sha1',
  sha256: 'digest:sha256',
  size_bytes: 'nfo:fileSize',
};

/** Three digests of a file and its size, read once. */
export const handle = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  const hashes = { md5: createHash('md5'), sha1: createHash('sha1'), sha256: createHash('sha256') };
  let size_bytes = 0;
  for await (const chunk of ctx.input.stream() as AsyncIterable<Buffer>) {
    for (const hash of Object.values(hashes)) hash.update(chunk);
    size_bytes += chunk.length;
    if (job.sizeBytes) ctx.progress(size_bytes / job.sizeBytes);
  }
  const [md5, sha1, sha256] = [hashes.md5, hashes.sha1, hashes.sha256].map((hash) => hash.digest('hex'));
  await ctx.uploadMetadata({ md5, sha1, sha256, size_bytes }, { context: CONTEXT });
  return succeed(`SHA-256 ${sha256}`);
};
