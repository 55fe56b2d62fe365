import { datasetEntries } from './dataset-routes.ts';
import { fileEntries } from './file-routes.ts';
import { instanceEntries } from './instance-routes.ts';

/** One or more routes of Clowder v1 of which the same is to be said. */
interface ClowderEntry {
  /** `same`: what worked against Clowder works. `better`: the same call and fields, and something is right that was wrong. */
  readonly here: 'same' | 'better' | 'not offered';
  /** `METHOD /path`, separated by commas and white space. `*` is any rest of a path. */
  readonly routes: string;
  /** Markdown for docs/clowder-compatibility.md. Of what is not offered, also the message of the refusal. */
  readonly how: string;
}

/**
 * Every route of Clowder v1's API (`conf/routes` of its version 1.23), by the part of docs/clowder-compatibility.md in which
 * it is listed. The server answers 501 to what is not offered.
 */
export const clowderEntries = {
  ...fileEntries,
  ...datasetEntries,
  ...instanceEntries,
} as const satisfies Readonly<Record<string, readonly ClowderEntry[]>>;

export interface ClowderRoute extends Pick<ClowderEntry, 'here' | 'how'> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
}

/** Each route by itself, in the order of the table. */
export const clowderRoutes = (): readonly ClowderRoute[] =>
  Object.values<readonly ClowderEntry[]>(clowderEntries)
    .flat()
    .flatMap(({ routes, here, how }) =>
      splitRoutes(routes).map((route) => ({ ...splitRoute(route), here, how })),
    );

/** Each as `METHOD /path`. */
export const splitRoutes = (routes: string): readonly string[] => routes.trim().split(/,\s+/);

const splitRoute = (route: string): Pick<ClowderRoute, 'method' | 'path'> => {
  const [method = '', path = ''] = route.split(' ');
  return { method: METHODS.find((each) => each === method) ?? 'GET', path };
};

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
