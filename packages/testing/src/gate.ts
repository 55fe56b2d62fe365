import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  /** A GET to this address is answered only once the gate is open. An extractor in another process waits for it. */
  readonly url: string;
  /** Resolves when there were this many requests in all. */
  arrived(count: number): Promise<void>;
  open(): void;
  close(): Promise<void>;
}

/** Makes other processes wait at a known point, and shows when they are there, so that tests need no pauses. */
export const createGate = async (): Promise<Gate> => {
  const waiting: ServerResponse[] = [];
  const watchers: { count: number; resolve: () => void }[] = [];
  let arrivals = 0;
  let isOpen = false;
  const letThrough = (response: ServerResponse): void => void response.writeHead(204).end();

  const server = createServer((_, response) => {
    arrivals += 1;
    if (isOpen) letThrough(response);
    else waiting.push(response);
    for (const watcher of watchers) if (arrivals >= watcher.count) watcher.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    arrived: (count) =>
      new Promise((resolve) => (arrivals >= count ? resolve() : watchers.push({ count, resolve }))),
    open() {
      isOpen = true;
      for (const response of waiting.splice(0)) letThrough(response);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
