import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below those that systems give to outgoing connections and to servers that ask for any port: one of these would often be
 * taken before the program that was told of it listens.
 */
const FIRST = 10_240;
const LAST = 32_767;

/** What this process was given before may not be listened at yet. */
const given = new Set<number>();

/** A free port of loopback, for programs that cannot choose one themselves and report it. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(FIRST, LAST + 1);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
