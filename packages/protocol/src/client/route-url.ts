import type { RouteLine } from '../http/route-table.ts';

interface UrlParts {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const search = (query: Record<string, unknown> = {}): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined && item !== null)
      .map((item) => [name, text(item)] as [string, string]),
  );
  return pairs.length ? `?${new URLSearchParams(pairs).toString()}` : '';
};

/** Path and query of a route, every part escaped. */
export const routeUrl = (route: Pick<RouteLine, 'path'>, { params = {}, query }: UrlParts): string =>
  route.path.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(text(params[name]))) +
  search(query);
