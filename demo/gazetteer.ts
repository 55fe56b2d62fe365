import { once } from 'node:events';
import { createServer } from 'node:http';

/** Latitude and longitude. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  'Goose Lake': [40.07, -88.38],
  Kickapoo: [40.14, -87.74],
  'Allerton Park': [39.998, -88.651],
  Monticello: [40.028, -88.573],
  Mahomet: [40.195, -88.404],
};
const PAUSE_MS = 1_000;

export interface Gazetteer {
  readonly url: string;
  readonly close: () => void;
}

/**
 * A service that knows a few places. It sleeps until the first request, as hosted services do, and answers one request a
 * second. Where it does not answer it says when to come again.
 */
export const startGazetteer = async (): Promise<Gazetteer> => {
  let awake = false;
  let openAt = 0;
  const server = createServer((request, response) => {
    const waitMs = awake ? openAt - Date.now() : PAUSE_MS;
    if (waitMs > 0) {
      const retryAfter = String(Math.ceil(waitMs / 1000));
      response.writeHead(awake ? 429 : 503, { 'retry-after': retryAfter }).end();
      awake = true;
      return;
    }
    openAt = Date.now() + PAUSE_MS;
    const names = new URL(request.url ?? '', 'http://localhost').searchParams.getAll('name');
    const known = Object.entries(PLACES).filter(([name]) => names.includes(name));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(Object.fromEntries(known)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
