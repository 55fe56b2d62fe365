import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBoundProcess } from './bound-process.ts';
import { freePort } from './free-port.ts';

export interface Balancer {
  /** Leads to those of the servers that answer `/api/ready` with 200, in turn. */
  readonly url: string;
  /** Ends it and deletes its files. */
  close(): Promise<void>;
}

/**
 * A balancer of one's own before servers. It does not outlive this process.
 *
 * @param port of the balancer: servers have to know its address before they start
 * @param serverPorts on loopback
 */
export const startBalancer = async (port: number, serverPorts: readonly number[]): Promise<Balancer> => ({
  url: `http://127.0.0.1:${port}`,
  close: await startHaproxy(balancerConfiguration(port, serverPorts)),
});

export interface DatabaseFront {
  readonly port: number;
  /** Ends it and deletes its files. */
  close(): Promise<void>;
}

/** Leads to a primary database, and to its standby once the primary cannot be connected to. It does not outlive this process. */
export const startDatabaseFront = async (
  primaryPort: number,
  standbyPort: number,
): Promise<DatabaseFront> => {
  const port = await freePort();
  return { port, close: await startHaproxy(databaseConfiguration(port, primaryPort, standbyPort)) };
};

/** Debian installs it where only root's PATH leads. */
const HAPROXY = process.env['PAWPRINT_HAPROXY'] ?? '/usr/sbin/haproxy';

/** Resolves once a server behind it is found to be well, with what ends it. */
const startHaproxy = async (configuration: string): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-test-haproxy-'));
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, configuration);
  const env = { PATH: '/usr/bin:/bin' };
  const haproxy = startBoundProcess({ command: HAPROXY, args: ['-V', '-db', '-f', file], env }, folder);
  await haproxy.output.waitFor(/Health check for server .* succeeded/);
  return async () => {
    await haproxy.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
};

const databaseConfiguration = (port: number, primaryPort: number, standbyPort: number): string => `defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
listen database
  bind 127.0.0.1:${port}
  option log-health-checks
  default-server check inter 200ms fall 1 rise 1 on-marked-down shutdown-sessions
  server primary 127.0.0.1:${primaryPort}
  server standby 127.0.0.1:${standbyPort} backup
`;

/** As docs/several-servers.md advises it, but for the addresses. */
const balancerConfiguration = (port: number, serverPorts: readonly number[]): string => `defaults
  mode http
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  timeout check 5s
  retries 3
  option redispatch
  retry-on conn-failure
frontend pawprint
  bind 127.0.0.1:${port}
  default_backend servers
backend servers
  balance roundrobin
  option forwardfor
  http-request set-header X-Forwarded-Host %[req.hdr(Host)]
  http-request set-header X-Forwarded-Proto http
  option httpchk GET /api/ready
  option log-health-checks
  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${serverPorts.map((each, n) => `  server pawprint${n + 1} 127.0.0.1:${each}`).join('\n')}
`;
