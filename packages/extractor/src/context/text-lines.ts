import { StringDecoder } from 'node:string_decoder';

/** A line that never ends is given in pieces of this many UTF-16 units, so that it never fills the memory. */
const LONGEST_LINE = 16_000;

const LINE_END = /\r\n|\n|\r(?!$)/;

const pieces = (line: string): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(line.length / LONGEST_LINE)) }, (_, index) =>
    line.slice(index * LONGEST_LINE, (index + 1) * LONGEST_LINE),
  );

/**
 * Text lines of a byte stream, UTF-8, without their ends. A carriage return ends a line too: programs draw their
 * progress with it. One at the end of a chunk waits for the next, which may begin with the newline that belongs to it.
 */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split(LINE_END);
    rest = lines.pop() ?? '';
    for (const line of lines) yield* pieces(line);
    if (rest.length <= LONGEST_LINE) continue;
    yield rest.slice(0, LONGEST_LINE);
    rest = rest.slice(LONGEST_LINE);
  }
  rest = (rest + decoder.end()).replace(/\r$/, '');
  if (rest) yield* pieces(rest);
}
