import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** One document of an export. */
export interface DocumentText {
  /** Its line, or in an array its place, from 1. */
  readonly number: number;
  readonly text: string;
}

/** A document of MongoDB has 16 MB at most; as JSON it can be longer. What goes beyond this is no document. */
const LONGEST_DOCUMENT = 64 * 1024 * 1024;

/** Reads the documents of an export one after the other: one a line, or all in one array. */
export async function* readDocuments(
  path: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<DocumentText> {
  const isArray = await startsWithArray(path);
  const stream = createReadStream(path, { encoding: 'utf8' });
  stream.on('data', (chunk) => onRead(Buffer.byteLength(chunk)));
  yield* isArray ? objectsIn(stream) : linesIn(stream);
}

const startsWithArray = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart()
      .startsWith('[');
  } finally {
    await file.close();
  }
};

async function* linesIn(stream: ReturnType<typeof createReadStream>): AsyncGenerator<DocumentText> {
  let number = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const text = line.replace(/^\uFEFF/, '');
    if (text.trim() !== '') yield { number, text };
  }
}

/** The objects of an array, by counting braces outside of strings. */
export async function* objectsIn(chunks: AsyncIterable<string>): AsyncGenerator<DocumentText> {
  let number = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let text = '';
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const char = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (char === '\\') escaped = true;
        else if (char === '"') inString = false;
      } else if (char === '"') inString = depth > 0;
      else if (char === '{') {
        if (depth === 0) from = at;
        depth += 1;
      } else if (char === '}' && depth > 0) {
        depth -= 1;
        if (depth > 0) continue;
        number += 1;
        yield { number, text: text + chunk.slice(from, at + 1) };
        text = '';
      }
    }
    if (depth > 0) text += chunk.slice(from);
    if (text.length > LONGEST_DOCUMENT) throw new Error(`Document ${number + 1} of the array has no end.`);
  }
  if (depth > 0) yield { number: number + 1, text };
}
