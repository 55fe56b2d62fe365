import { readFileSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** The user PostgreSQL runs as. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

const PREFERRED_NAMES = ['pawprint', 'postgres', 'nobody'];

export interface AccountFacts {
  /** Our own user id; undefined where the system has none. */
  readonly self: number | undefined;
  /** The owner of the cluster on disk; undefined while there is no cluster. */
  readonly clusterOwner: PostgresAccount | undefined;
  /** The content of /etc/passwd. */
  readonly passwd: string;
}

/**
 * Undefined: run PostgreSQL as ourselves. Only root needs another account, since PostgreSQL refuses root;
 * an existing cluster keeps its owner, since PostgreSQL refuses any other.
 */
export function chooseAccount({ self, clusterOwner, passwd }: AccountFacts): PostgresAccount | undefined {
  if (self !== 0) {
    if (clusterOwner && self !== undefined && clusterOwner.uid !== self)
      throw foreignCluster(clusterOwner.uid, self);
    return undefined;
  }
  if (clusterOwner && clusterOwner.uid !== 0) return clusterOwner;
  const accounts = parsePasswd(passwd);
  const name = PREFERRED_NAMES.find((candidate) => accounts.has(candidate));
  const account = name === undefined ? undefined : accounts.get(name);
  if (!account) throw noAccount();
  return account;
}

export function chooseAccountFor(clusterDir: string): PostgresAccount | undefined {
  return chooseAccount({
    self: process.getuid?.(),
    clusterOwner: ownerOf(clusterDir),
    passwd: readFileSync('/etc/passwd', 'utf8'),
  });
}

function ownerOf(path: string): PostgresAccount | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

function parsePasswd(passwd: string): Map<string, PostgresAccount> {
  const accounts = new Map<string, PostgresAccount>();
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && /^\d+$/.test(uid ?? '') && /^\d+$/.test(gid ?? '') && Number(uid) !== 0) {
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
    }
  }
  return accounts;
}

function foreignCluster(owner: number, self: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unusable-cluster',
    `The embedded database belongs to user id ${owner}, but this server runs as user id ${self}. ` +
      'Start the server as the user that created it (root, if it was root), or change the owner of the data directory.',
  );
}

function noAccount(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no-account',
    'PostgreSQL refuses to run as root, and none of the users pawprint, postgres and nobody exists here. ' +
      'Create a system user named pawprint, run the server as an ordinary user, or set DATABASE_URL.',
  );
}
