import { constants, setPriority } from 'node:os';
import { type DocumentFields, type LargeBody, readLargeBody } from './large-body.ts';

export interface LargeBodyTask {
  readonly bytes: Uint8Array;
  readonly documents: DocumentFields;
  /** The most characters that the body may have without its documents. */
  readonly mostAround: number;
}

export type LargeBodyResult = LargeBody | 'malformed' | 'too_large';

// Answers to others come first. On Linux this is the priority of this thread, elsewhere it would be that of the process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** What the threads of `parse-large-body.ts` run. */
export default ({ bytes, documents, mostAround }: LargeBodyTask): LargeBodyResult => {
  const read = tryToRead(bytes, documents);
  if (read === null) return 'malformed';
  return documents.length > 0 && JSON.stringify(read.body).length > mostAround ? 'too_large' : read;
};

const tryToRead = (bytes: Uint8Array, documents: DocumentFields): LargeBody | null => {
  try {
    return readLargeBody(bytes, documents);
  } catch {
    return null;
  }
};
