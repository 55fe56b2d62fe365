export interface ChildAccess {
  /** Where the child reaches the server. */
  readonly url: string;
  /** The API key it registers and claims with. */
  readonly key: string;
}

/** What any program may need; the server's own settings, the database's password among them, are not its business. */
const INHERITED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'SystemRoot',
];

/**
 * The environment of a supervised extractor. `PAWPRINT_SUPERVISED` tells the SDK that its stdin stays open for as long
 * as the server lives: when a killed server leaves it behind, it hands its jobs over and ends by itself.
 */
export const childEnvironment = ({ url, key }: ChildAccess, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]))),
  PAWPRINT_URL: url,
  PAWPRINT_KEY: key,
  PAWPRINT_SUPERVISED: '1',
});
