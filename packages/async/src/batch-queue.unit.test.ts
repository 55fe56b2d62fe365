import { expect, test } from 'vitest';
import { createBatchQueue } from './batch-queue.ts';

interface Item {
  readonly name: string;
  readonly size: number;
}

const item = (name: string, size = 1): Item => ({ name, size });

/** A queue whose batches run once `release` was called; `batches` has the names in each. */
const heldQueue = (fails: (batch: readonly Item[]) => boolean = () => false) => {
  const batches: string[][] = [];
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const enqueue = createBatchQueue<Item, string>({
    most: 500,
    sizeOf: ({ size }) => size,
    run: async (items) => {
      batches.push(items.map(({ name }) => name));
      await released;
      if (fails(items)) throw new Error('not stored');
      return items.map(({ name }) => `result of ${name}`);
    },
  });
  return { batches, enqueue, release: () => release() };
};

/** Resolves when the first batch is running. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('requests made while a batch runs are the next batch', async () => {
  const { batches, enqueue, release } = heldQueue();
  const first = enqueue([item('a')]);
  await turn();
  const others = [enqueue([item('b'), item('c')]), enqueue([]), enqueue([item('d')])];
  release();

  expect(await Promise.all([first, ...others])).toEqual([
    ['result of a'],
    ['result of b', 'result of c'],
    [],
    ['result of d'],
  ]);
  expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
});

test('requests made in the same turn are one batch', async () => {
  const { batches, enqueue, release } = heldQueue();
  release();
  await Promise.all(['a', 'b', 'c'].map((name) => enqueue([item(name)])));

  expect(batches).toEqual([['a', 'b', 'c']]);
});

test('only a batch of one request can exceed the largest size', async () => {
  const { batches, enqueue, release } = heldQueue();
  const requests = [item('a', 300), item('b', 200), item('c', 1), item('d', 501)].map((one) =>
    enqueue([one]),
  );
  release();
  await Promise.all(requests);

  expect(batches).toEqual([['a', 'b'], ['c'], ['d']]);
});

test('a failed batch rejects only its own requests', async () => {
  const { enqueue, release } = heldQueue((batch) => batch.some(({ name }) => name === 'bad'));
  const good = enqueue([item('good', 500)]);
  const bad = enqueue([item('bad')]);
  release();

  expect(await good).toEqual(['result of good']);
  await expect(bad).rejects.toThrow('not stored');
  expect(await enqueue([item('after')])).toEqual(['result of after']);
});
