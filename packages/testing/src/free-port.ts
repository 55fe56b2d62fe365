import { type AddressInfo, createServer } from 'node:net';

/** A port of loopback that nobody listens at now, for programs that cannot choose one themselves and say which. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
