import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBoundProcess } from './bound-process.ts';
import { freePort } from './free-port.ts';

export interface PgBouncer {
  /** Leads to the same database, through the pooler. */
  readonly url: string;
  /** Ends it and deletes its files. */
  close(): Promise<void>;
}

/** Debian installs it where only root's PATH leads. */
const PGBOUNCER = process.env['PAWPRINT_PGBOUNCER'] ?? '/usr/sbin/pgbouncer';

/** A connection pooler of one's own before a database, in transaction mode. It does not outlive this process. */
export const startPgBouncer = async (databaseUrl: string): Promise<PgBouncer> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-test-pgbouncer-'));
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, configuration(databaseUrl, port));
  // It refuses to run as root, and becomes another user, who has to read this.
  await chmod(folder, 0o755);
  const args = process.getuid?.() === 0 ? ['-u', 'nobody', file] : [file];
  const bouncer = startBoundProcess({ command: PGBOUNCER, args, env: { PATH: '/usr/bin:/bin' } }, folder);
  await bouncer.output.waitFor(/process up/);
  const url = new URL(databaseUrl);
  url.port = String(port);
  return {
    url: url.href,
    close: async () => {
      await bouncer.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** One connection for each two that the server opens at most, so that transactions do share them. */
const POOL_SIZE = 5;

const configuration = (databaseUrl: string, port: number): string => {
  const { hostname, port: target, username, password } = new URL(databaseUrl);
  return `[databases]
* = host=${hostname} port=${target} user=${decodeURIComponent(username)} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${POOL_SIZE}
`;
};
