import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttableProxy {
  readonly url: string;
  /** Breaks every connection that goes through, as a failing network does. New ones are refused until `mend`. */
  cut(): void;
  /** From now on what clients send does not arrive, while what the server sends still does. */
  mute(): void;
  /** New connections are accepted from now on, and stay without an answer for good. */
  swallow(): void;
  mend(): void;
  close(): Promise<void>;
}

/** The target's address, by way of the proxy: user, password and path stay. */
const urlBy = (target: URL, port: number): string => {
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.protocol === 'http:' ? url.origin : url.href;
};

/** A TCP proxy in front of a server on loopback, whose connections a test can break at will. */
export const createCuttableProxy = async (targetUrl: string): Promise<CuttableProxy> => {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let broken = false;
  let swallowing = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (broken) {
      near.destroy();
      return;
    }
    if (swallowing) return;
    const far = connect(Number(target.port), target.hostname);
    keep(far);
    near.pipe(far).pipe(near);
    clients.add(near);
    near.on('close', () => clients.delete(near));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: urlBy(target, (server.address() as AddressInfo).port),
    cut() {
      broken = true;
      destroyAll();
    },
    mute() {
      for (const client of clients) client.unpipe().pause();
    },
    swallow() {
      swallowing = true;
    },
    mend() {
      broken = false;
      swallowing = false;
    },
    close: () =>
      new Promise((resolve) => {
        destroyAll();
        server.close(() => resolve());
      }),
  };
};
