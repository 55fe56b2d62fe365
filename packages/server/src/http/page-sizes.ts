/**
 * How many rows are read at once for an answer that is sent while it is read. The first page is small, so that the answer
 * begins soon; each further one is twice as large, up to the largest.
 */
export function* pageSizes(first: number, largest: number): Generator<number, never> {
  for (let size = first; ; size = Math.min(2 * size, largest)) yield size;
}
