export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What an answer's body is. `bytes` and `stream` are not JSON and are read by the caller itself. */
export type AnswerKind = 'json' | 'text' | 'bytes' | 'stream';

/** What a route shows of data. In the plural: a list, of which everybody gets what they see. */
type DataSeen = 'dataset' | 'datasets' | 'file' | 'section' | 'preview' | 'job' | 'jobs';

/**
 * What a caller does with a route, and to what. A file, a section and a preview have the rights of their dataset, and so
 * does a job. `share`: decide who sees it. `own`: only what is the caller's.
 */
export type RouteRight =
  | 'anyone'
  | `see ${DataSeen | 'collection' | 'collections' | 'space' | 'spaces' | 'extractor' | 'extractors' | 'view' | 'views'}`
  | `create ${'dataset' | 'collection' | 'space' | 'preview' | 'view'}`
  | `change ${'dataset' | 'file' | 'section' | 'preview' | 'collection' | 'view'}`
  | `delete ${'dataset' | 'collection' | 'view'}`
  | `share ${'dataset' | 'collection' | 'space' | 'extractor'}`
  | `submit ${'file' | 'dataset' | 'job' | 'jobs'}`
  | `cancel ${'job' | 'jobs'}`
  | 'change jobs'
  | 'report job'
  | 'claim extractor'
  | `own ${'account' | 'keys' | 'operation' | 'operations' | 'jobs' | 'datasets' | 'watch' | 'watches' | 'notifications' | 'webhook' | 'webhooks'}`
  | 'see people'
  | `${'operate' | 'inspect' | 'audit' | 'administer'} instance`;

/** The routes with these rights answer people who are not signed in, of what is public. */
export type PublicRight = `see ${DataSeen}`;

/** What a client needs to call a route, without a schema: a page has the table without zod. The contract has the rest. */
export interface RouteLine {
  readonly method: Method;
  readonly path: `/${string}`;
  /** Who can call it: everybody; callers who are signed in or send a key; these and the credential of a job. */
  readonly access: 'open' | 'signed-in' | 'job';
  /** What the caller needs a right to. The routes that see data also answer people who are not signed in, of what is public. */
  readonly right: RouteRight;
  /** How a refusal is written: Clowder v1's clients get a bare 401 text, everyone else the error shape. Default: ours. */
  readonly family?: 'pawprint' | 'clowder-v1';
  /** Default: `json`. */
  readonly answerKind?: AnswerKind;
  /** The call waits, and the server ends it early when it stops. */
  readonly longPoll?: boolean;
}

const PUBLIC_RIGHTS: ReadonlySet<string> = new Set<PublicRight>([
  'see dataset',
  'see datasets',
  'see file',
  'see section',
  'see preview',
  'see job',
  'see jobs',
]);

/** Whether a route answers people who are not signed in, of what is public. */
export const isPublicRoute = ({ right }: Pick<RouteLine, 'right'>): boolean => PUBLIC_RIGHTS.has(right);
