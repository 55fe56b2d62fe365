import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';

/** In the format of the program sha256sum, so that a backup can be checked without Pawprint: `sha256sum -c SHA256SUMS`. */
export const CHECKSUMS = 'SHA256SUMS';
const UNFINISHED = `${CHECKSUMS}.unfinished`;

export interface ChecksumWriter {
  readonly add: (path: string, sha256: string) => Promise<void>;
  /** Gives the list its name. Without it, a backup is not finished. */
  readonly finish: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const writeChecksums = async (folder: string): Promise<ChecksumWriter> => {
  const file = await open(join(folder, UNFINISHED), 'wx', 0o600);
  return {
    add: async (path, sha256) => void (await file.write(`${sha256}  ${path}\n`)),
    finish: async () => {
      await file.sync();
      await rename(join(folder, UNFINISHED), join(folder, CHECKSUMS));
    },
    close: () => file.close(),
  };
};

/** The paths of the list in their order. */
export async function* readChecksums(folder: string): AsyncGenerator<{ path: string; sha256: string }> {
  const lines = createInterface({ input: createReadStream(join(folder, CHECKSUMS)), crlfDelay: Infinity });
  for await (const line of lines) {
    const [, sha256 = '', path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (path === undefined) throw new Error(`A line of ${CHECKSUMS} is damaged: “${line.slice(0, 80)}”.`);
    yield { path, sha256 };
  }
}

export const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};
