import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';

/** The folder and names of a node of our own, which keep it separate from a RabbitMQ of the system. */
export interface RabbitNode {
  readonly folder: string;
  readonly name: string;
  readonly cookie: string;
  readonly port: number;
  readonly epmdPort: number;
  /** Where it speaks TLS, if it has certificates. */
  readonly tlsPort: number;
  /** Where the management plugin listens, if it is enabled. */
  readonly managementPort: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Debian's `rabbitmq-server` on the PATH would become the user `rabbitmq`; the script behind it does not. */
export const RABBITMQ_SERVER =
  process.env['PAWPRINT_RABBITMQ_SERVER'] ?? '/usr/lib/rabbitmq/bin/rabbitmq-server';
export const RABBITMQCTL = join(dirname(RABBITMQ_SERVER), 'rabbitmqctl');

const LOOPBACK_ONLY = '-kernel inet_dist_use_interface {127,0,0,1}';

/** One scheduler serves tests; more would compete with the server for the cores. */
const ENOUGH_FOR_TESTS = '+S 1';

export interface RabbitNodeOptions {
  /** Flags of the Erlang VM, beside those that RabbitMQ's own scripts set. Default: one scheduler. */
  readonly erlangArguments?: string | undefined;
  /** Names of plugins that come with RabbitMQ. Default: none. */
  readonly plugins?: readonly string[];
  /** Files by which it proves who it is, and by whose authority clients have to. Default: it speaks no TLS. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
  /** A node whose cluster it joins at its first start. Default: it is alone. */
  readonly joins?: Pick<RabbitNode, 'name' | 'cookie' | 'epmdPort'>;
}

export const createRabbitNode = async (options: RabbitNodeOptions = {}): Promise<RabbitNode> => {
  const { erlangArguments = ENOUGH_FOR_TESTS, plugins = [], tls, joins } = options;
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-test-rabbitmq-'));
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const [port = 0, ownEpmdPort = 0, distributionPort = 0, managementPort = 0, tlsPort = 0] = ports;
  const epmdPort = joins?.epmdPort ?? ownEpmdPort;
  const name = `pawprint-${randomBytes(4).toString('hex')}@localhost`;
  const cookie = joins?.cookie ?? randomBytes(16).toString('hex');
  await writeFile(join(folder, '.erlang.cookie'), cookie, { mode: 0o400 });
  const management = plugins.includes('rabbitmq_management') ? managementConfiguration(managementPort) : '';
  const encrypted = tls ? tlsConfiguration(tlsPort, tls) : '';
  await writeFile(join(folder, 'rabbitmq.conf'), `${configuration(port)}${management}${encrypted}`);
  await writeFile(join(folder, 'enabled_plugins'), `[${plugins.join(',')}].`);
  const cluster = joins ? `{cluster_nodes, {['${joins.name}'], disc}}` : '';
  await writeFile(join(folder, 'advanced.config'), `[{rabbit, [${cluster}]}].`);
  const env = environment(folder, { name, epmdPort, distributionPort, erlangArguments });
  return { folder, name, cookie, port, tlsPort, epmdPort, managementPort, env };
};

const configuration = (port: number): string => `listeners.tcp.1 = 127.0.0.1:${port}
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 10MB
log.console = true
log.file = false
`;

/** Clients need a certificate, and can be known by the name in it. */
const tlsConfiguration = (
  port: number,
  { ca, cert, key }: NonNullable<RabbitNodeOptions['tls']>,
): string => `listeners.ssl.1 = 127.0.0.1:${port}
ssl_options.cacertfile = ${ca}
ssl_options.certfile = ${cert}
ssl_options.keyfile = ${key}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
auth_mechanisms.1 = PLAIN
auth_mechanisms.2 = EXTERNAL
ssl_cert_login_from = common_name
`;

const managementConfiguration = (port: number): string => `management.tcp.ip = 127.0.0.1
management.tcp.port = ${port}
`;

interface NodeSettings {
  readonly name: string;
  readonly epmdPort: number;
  readonly distributionPort: number;
  readonly erlangArguments: string;
}

/** The whole environment of the node: no RabbitMQ variable of ours gets into it, and no file below /etc is read. */
const environment = (
  folder: string,
  { name, epmdPort, distributionPort, erlangArguments }: NodeSettings,
) => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  HOME: folder,
  ERL_EPMD_ADDRESS: '127.0.0.1',
  ERL_EPMD_PORT: String(epmdPort),
  RABBITMQ_NODENAME: name,
  RABBITMQ_DIST_PORT: String(distributionPort),
  RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
  RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
  RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
  RABBITMQ_MNESIA_BASE: join(folder, 'data'),
  RABBITMQ_LOG_BASE: join(folder, 'log'),
  RABBITMQ_PID_FILE: join(folder, 'pid'),
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `${erlangArguments} ${LOOPBACK_ONLY}`,
  // The script becomes the node instead of starting it, so that signals go to the node.
  RABBITMQ_ALLOW_INPUT: '1',
  RABBITMQ_SERVER_START_ARGS: '-noinput',
  RABBITMQ_CTL_ERL_ARGS: LOOPBACK_ONLY,
  RABBITMQ_CTL_DIST_PORT_MIN: '0',
  RABBITMQ_CTL_DIST_PORT_MAX: '0',
});
