import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export const SECRET = `whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`;

export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver of webhooks, whose port can be closed and opened again. */
export const createReceiver = async () => {
  const received: ReceivedCall[] = [];
  let server: Server | undefined;
  let port = 0;
  const receiver = {
    received,
    status: 204,
    open: async (): Promise<void> => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8');
          received.push({ path: request.url ?? '', headers: request.headers, body });
          response
            .writeHead(receiver.status, { location: '/elsewhere' })
            .end(receiver.status === 204 ? '' : 'no');
        });
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
    close: async (): Promise<void> => {
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    url: () => `http://127.0.0.1:${port}/hook`,
  };
  await receiver.open();
  return receiver;
};

/**
 * What a call says, verified by a library that is not ours. It knows only the real time, from which the call may be five
 * minutes off.
 *
 * @param body default: that of the call
 */
export const verifyCall = (call: ReceivedCall | undefined, body = call?.body ?? ''): unknown => {
  const headers = Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)] as const);
  return new Webhook(SECRET).verify(body, Object.fromEntries(headers));
};
