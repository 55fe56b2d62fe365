import { createWriteStream } from 'node:fs';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Job } from '../job/job.ts';
import type { WorkFolder } from './work-folder.ts';

/** The bytes of the file the job is about. A job about a dataset has none: both methods throw then. */
export interface JobInput {
  /**
   * The bytes as they come, in any number of chunks. A connection that breaks is resumed where it broke. Each call
   * reads the file anew.
   * @example for await (const chunk of ctx.input.stream()) hash.update(chunk);
   */
  readonly stream: () => Readable;
  /**
   * The path of a temporary file with the bytes, for programs and libraries that want one. It keeps the extension of
   * the file's name and nothing else of it. Downloaded once; removed when the handler has ended.
   */
  readonly file: () => Promise<string>;
}

const SAFE_EXTENSION = /^\.[A-Za-z0-9]{1,16}$/;

/** A file's name is its owner's words: only a plain extension of it may touch the disk. */
const localName = (filename: string | null): string => {
  const extension = extname(filename ?? '');
  return SAFE_EXTENSION.test(extension) ? `input${extension.toLowerCase()}` : 'input';
};

export const createJobInput = (job: Job, open: () => Readable, folder: WorkFolder): JobInput => {
  const stream = () => {
    if (job.resource.type === 'file') return open();
    throw new Error(`The job is about the dataset “${job.resource.name}”, which has no bytes of its own.`);
  };
  const save = async (): Promise<string> => {
    const path = join(await folder.path(), localName(job.filename));
    await pipeline(stream(), createWriteStream(path));
    return path;
  };
  let saved: Promise<string> | undefined;
  return { stream, file: () => (saved ??= save()) };
};
