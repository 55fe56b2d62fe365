/** A request for some items, and its promise. */
interface Request<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchQueueOptions<Item, Result> {
  /** The largest batch by size; one request that is larger makes a batch of its own. */
  readonly most: number;
  readonly sizeOf: (item: Item) => number;
  /** Resolves with one result per item, in their order. Batches run one at a time. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
}

/**
 * Joins requests into batches: while one batch runs, the next gathers. A request is never divided. When a batch
 * rejects, every request in it rejects.
 */
export const createBatchQueue = <Item, Result>({ most, sizeOf, run }: BatchQueueOptions<Item, Result>) => {
  const queue: Request<Item, Result>[] = [];
  let isRunning = false;

  const sizeOfRequest = ({ items }: Request<Item, Result>): number =>
    items.reduce((size, item) => size + sizeOf(item), 0);

  const nextBatch = (): Request<Item, Result>[] => {
    let size = 0;
    const end = queue.findIndex((request, index) => {
      size += sizeOfRequest(request);
      return index > 0 && size > most;
    });
    return queue.splice(0, end < 0 ? queue.length : end);
  };

  const runBatch = async (batch: readonly Request<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.flatMap(({ items }) => items));
      let start = 0;
      for (const { items, resolve } of batch) {
        resolve(results.slice(start, start + items.length));
        start += items.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const runAll = async (): Promise<void> => {
    isRunning = true;
    // Requests made in the same turn join the first batch.
    await Promise.resolve();
    while (queue.length > 0) await runBatch(nextBatch());
    isRunning = false;
  };

  return (items: readonly Item[]): Promise<readonly Result[]> =>
    new Promise((resolve, reject) => {
      queue.push({ items, resolve, reject });
      if (!isRunning) void runAll();
    });
};
