import type { IncomingMessage } from 'node:http';
import { type Route, type RouteName, routes } from '@pawprint/protocol';

/** One call as it arrived. */
export interface LaneRequest {
  readonly route: RouteName;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON, or the fields of a multipart form; undefined where there was none. */
  readonly body: unknown;
}

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/:([a-z_]+)/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`);

const TABLE = Object.entries(routes).map(([name, route]) => ({
  name: name as RouteName,
  method: route.method,
  path: pattern(route.path),
}));

export const routeOf = (
  request: IncomingMessage,
): Pick<LaneRequest, 'route' | 'params' | 'query'> | undefined => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lane');
  const line = TABLE.find(({ method, path }) => method === request.method && path.test(pathname));
  if (!line) return undefined;
  const params = { ...line.path.exec(pathname)?.groups };
  return { route: line.name, params, query: Object.fromEntries(searchParams) };
};

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** A form's fields and files; the files as `{ filename, type, text }`. */
const formFields = async (bytes: Buffer, type: string): Promise<unknown> => {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const values = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : { filename: value.name, type: value.type, text: await value.text() },
  ]);
  return Object.fromEntries(await Promise.all(values));
};

/** The body, checked by the route's own schema: throws where a real server would answer 400. */
export const bodyOf = async (request: IncomingMessage, name: RouteName): Promise<unknown> => {
  const bytes = await read(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return formFields(bytes, type);
  const route: Route = routes[name];
  return route.body?.parse(bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined);
};
