import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, gunzip } from 'node:zlib';
import {
  createExtractor,
  fail,
  type Job,
  type JobContext,
  type Outcome,
  skip,
  succeed,
} from '@pawprint/extractor';

/** Checks by checksum or length whether a file is whole. Fails where it is not, for its owner should know. */
const checkIntegrity = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  if (job.sizeBytes === 0) return skip('The file is empty.');
  const check = CHECKS.find(({ type }) => job.mimeType?.includes(type));
  if (check === undefined) return skip(`${job.mimeType} files contain nothing to check them by.`);
  ctx.log.info(`Checking ${check.by}.`);
  const damage = await check.findDamage(await ctx.input.file());
  await ctx.uploadMetadata({ checked_by: check.by, whole: damage === undefined, ...(damage && { damage }) });
  return damage === undefined ? succeed(`Whole, by ${check.by}.`) : fail(damage);
};

interface Check {
  /** Part of the MIME types that it is for. */
  readonly type: string;
  readonly by: string;
  /** A sentence that says what is damaged, or undefined. */
  readonly findDamage: (path: string) => Promise<string | undefined>;
}

const CHECKS: readonly Check[] = [
  { type: 'gzip', by: 'the checksum of the content', findDamage: findGzipDamage },
  { type: 'png', by: 'the checksum of each chunk', findDamage: findPngDamage },
  { type: 'wav', by: 'the length in the header', findDamage: findWavDamage },
];

async function findGzipDamage(path: string): Promise<string | undefined> {
  try {
    await promisify(gunzip)(await readFile(path));
    return undefined;
  } catch (error) {
    return `The archive is damaged: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** After eight bytes a PNG is a row of chunks: length, type, data, checksum of type and data. */
async function findPngDamage(path: string): Promise<string | undefined> {
  const bytes = await readFile(path);
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) return `The image ends within the head of a chunk, at byte ${bytes.length}.`;
    const end = at + 8 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end + 4 > bytes.length) return `The image ends within its chunk ${type}, at byte ${bytes.length}.`;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
      return `The checksum of the chunk ${type} at byte ${at} is wrong.`;
    if (type === 'IEND') return undefined;
    at = end + 4;
  }
  return 'The image has no last chunk.';
}

async function findWavDamage(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const promised = buffer.readUInt32LE(4) + 8;
    return promised > size ? `The header promises ${promised} bytes, and there are ${size}.` : undefined;
  } finally {
    await file.close();
  }
}

await createExtractor({
  name: 'demo.integrity-check',
  version: '1.0.0',
  description: 'Checks whether archives, images and recordings are whole.',
  process: { file: ['application/gzip', 'application/octet-stream', 'image/png', 'audio/*'] },
  concurrency: 2,
  handle: checkIntegrity,
}).run();
