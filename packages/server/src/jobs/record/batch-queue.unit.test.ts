import { expect, test } from 'vitest';
import { createBatchQueue } from './batch-queue.ts';

interface Item {
  readonly name: string;
  readonly size: number;
}

const item = (name: string, size = 1): Item => ({ name, size });

/** A queue whose batches run once `open` was called; `batches` has the names in each. */
const heldQueue = (fails: (batch: readonly Item[]) => boolean = () => false) => {
  const batches: string[][] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const enqueue = createBatchQueue<Item, string>({
    most: 500,
    sizeOf: ({ size }) => size,
    run: async (items) => {
      batches.push(items.map(({ name }) => name));
      await gate;
      if (fails(items)) throw new Error('not stored');
      return items.map(({ name }) => `result of ${name}`);
    },
  });
  return { batches, enqueue, open: () => open() };
};

/** Resolves when the first batch is running. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('requests made while a batch runs make the next one, and each gets its own results', async () => {
  const { batches, enqueue, open } = heldQueue();
  const first = enqueue([item('a')]);
  await turn();
  const others = [enqueue([item('b'), item('c')]), enqueue([]), enqueue([item('d')])];
  open();

  expect(await Promise.all([first, ...others])).toEqual([
    ['result of a'],
    ['result of b', 'result of c'],
    [],
    ['result of d'],
  ]);
  expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
});

test('requests made in the same turn are one batch', async () => {
  const { batches, enqueue, open } = heldQueue();
  open();
  await Promise.all(['a', 'b', 'c'].map((name) => enqueue([item(name)])));

  expect(batches).toEqual([['a', 'b', 'c']]);
});

test('a batch stays below its largest size, unless one request alone is larger', async () => {
  const { batches, enqueue, open } = heldQueue();
  const requests = [item('a', 300), item('b', 200), item('c', 1), item('d', 501)].map((one) =>
    enqueue([one]),
  );
  open();
  await Promise.all(requests);

  expect(batches).toEqual([['a', 'b'], ['c'], ['d']]);
});

test('a batch that fails rejects the requests in it and no others', async () => {
  const { enqueue, open } = heldQueue((batch) => batch.some(({ name }) => name === 'bad'));
  const good = enqueue([item('good', 500)]);
  const bad = enqueue([item('bad')]);
  open();

  expect(await good).toEqual(['result of good']);
  await expect(bad).rejects.toThrow('not stored');
  expect(await enqueue([item('after')])).toEqual(['result of after']);
});
