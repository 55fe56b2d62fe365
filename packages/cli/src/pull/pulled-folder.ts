import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** A folder that a job is pulled into. */
export interface PulledFolder {
  readonly path: string;
  readonly writeText: (name: string, text: string) => Promise<void>;
  readonly writeJson: (name: string, value: unknown) => Promise<void>;
  /** Streams the body of an answer into a file, and checks that all of it came. */
  readonly writeBody: (name: string, response: Response) => Promise<void>;
  /** In bytes. */
  readonly sizeOf: (name: string) => Promise<number>;
  readonly copyIn: (name: string, source: URL) => Promise<void>;
}

/** Makes the folder. Rejects when there is something in it: nothing is overwritten. */
export const createPulledFolder = async (path: string): Promise<PulledFolder> => {
  await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) throw new Error(`${path} is not empty. Name another folder.`);
  const place = async (name: string): Promise<string> => {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    return file;
  };
  return {
    path,
    writeText: async (name, text) => writeFile(await place(name), text),
    writeJson: async (name, value) => writeFile(await place(name), `${JSON.stringify(value, null, 2)}\n`),
    writeBody: async (name, response) => {
      const body = response.body === null ? [] : (response.body as ReadableStream<Uint8Array>);
      const file = createWriteStream(await place(name));
      await pipeline(Readable.from(body), file);
      const expected = lengthOf(response);
      if (expected !== null && expected !== file.bytesWritten)
        throw new Error(`${name} broke off after ${file.bytesWritten} of ${expected} bytes.`);
    },
    sizeOf: async (name) => (await stat(join(path, name))).size,
    copyIn: async (name, source) => copyFile(source, await place(name)),
  };
};

/** Null for a compressed answer, whose length is another one: that such a body broke off is seen while unpacking. */
const lengthOf = ({ headers }: Response): number | null => {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? null : Number(length);
};

/** A file's name for this machine's disk: names come from whoever uploaded the file, and must not leave the folder. */
export const nameOnDisk = (name: string): string => {
  // oxlint-disable-next-line no-control-regex -- they are what is replaced
  const safe = name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_').replace(/^\.+|[. ]+$/g, '_');
  return Buffer.from(safe === '' ? '_' : safe).length > LONGEST_NAME ? `input${extensionOf(safe)}` : safe;
};

/** Of a name on the usual file systems, in bytes. */
const LONGEST_NAME = 255;

const extensionOf = (name: string): string => /\.[A-Za-z0-9]{1,16}$/.exec(name)?.[0] ?? '';
