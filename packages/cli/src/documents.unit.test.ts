import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectsIn } from './documents.ts';

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const read = async (text: string, size: number): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const each of objectsIn(cut(text, size))) found.push(JSON.parse(each.text));
  return found;
};

const documents = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });

test('the documents of an array are found however it is cut and indented', async () => {
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 2),
      async (all, size, indent) => {
        const text = JSON.stringify(all, null, indent);
        expect(await read(text, size)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 500 },
  );
});
