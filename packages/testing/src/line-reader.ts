import type { Readable } from 'node:stream';

export interface LineReader {
  /** The first line, past or to come, that matches; rejects with everything seen so far when the output ends first. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  text(): string;
}

/** Reads a process's output so that a test can wait for what it says. */
export const readLines = (...outputs: Readable[]): LineReader => {
  let seen = '';
  let open = outputs.length;
  const watchers = new Set<() => void>();
  const wake = (): void => {
    for (const watcher of watchers) watcher();
  };
  for (const output of outputs) {
    output.setEncoding('utf8');
    output.on('data', (chunk: string) => {
      seen += chunk;
      wake();
    });
    output.on('close', () => {
      open -= 1;
      wake();
    });
  }
  return {
    text: () => seen,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = seen.match(pattern);
          if (!match && open > 0) return;
          watchers.delete(check);
          if (match) resolve(match);
          else reject(new Error(`It ended without printing ${pattern}. Its output:\n${seen}`));
        };
        watchers.add(check);
        check();
      }),
  };
};
