import { type Job, type JobContext, type Outcome, succeed } from '@pawprint/extractor';
import { TextCounter, TextDecoding } from './text-counter.ts';

/** What each field means, for programs that read JSON-LD. */
const CONTEXT = {
  nfo: 'http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#',
  lines: 'nfo:lineCount',
  words: 'nfo:wordCount',
  characters: 'nfo:characterCount',
  encoding: 'nfo:encoding',
};

/** "1 line", "2 lines". */
const countOf = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** The lines, words and characters of a text, read once in pieces: a text of any size takes the same memory. */
export const handle = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  const decoding = new TextDecoding();
  const counter = new TextCounter();
  let read = 0;
  for await (const chunk of ctx.input.stream() as AsyncIterable<Buffer>) {
    counter.add(decoding.push(chunk));
    read += chunk.length;
    if (job.sizeBytes) ctx.progress(read / job.sizeBytes);
  }
  counter.add(decoding.end());
  const { lines, words, characters } = counter.counts;
  const content = { lines, words, characters, encoding: decoding.encoding };
  await ctx.uploadMetadata(content, { context: CONTEXT });
  return succeed(
    [countOf(lines, 'line'), countOf(words, 'word'), countOf(characters, 'character')].join(', '),
  );
};
