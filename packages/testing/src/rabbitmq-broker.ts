import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type BoundProcess, startBoundProcess } from './bound-process.ts';
import { callErlang } from './erlang-call.ts';
import {
  createRabbitNode,
  RABBITMQ_SERVER,
  RABBITMQCTL,
  type RabbitNode,
  type RabbitNodeOptions,
} from './rabbitmq-node.ts';

export interface RabbitBroker extends RunningNode {
  /** Ends the node and deletes its data. */
  close(): Promise<void>;
}

export interface RunningNode {
  /** Of the default virtual host, with an administrator's name and password. The same after `stop` and `start`. */
  readonly url: string;
  /** The same over TLS, without name and password; nothing listens there where it has no certificates. */
  readonly tlsUrl: string;
  /** Of the management plugin, with the same name and password; nothing listens there where it is not enabled. */
  readonly managementUrl: string;
  /** Ends the node in order: connections are closed, data are kept. */
  stop(): Promise<void>;
  /** The same node with its data again, after `stop` or `kill`. */
  start(): Promise<void>;
  /** SIGKILL: clients see a connection that breaks. Data are kept as far as they were on disk. */
  kill(): Promise<void>;
  /** Runs `rabbitmqctl`, and resolves to its output. Rejects with its error message. */
  ctl(...args: readonly string[]): Promise<string>;
  /** Evaluates an Erlang expression in the node: far quicker than `ctl`. */
  evaluate(expression: string): Promise<string>;
}

/** A RabbitMQ node of one's own on loopback. It does not outlive this process. */
export const startRabbitBroker = async (options: RabbitNodeOptions = {}): Promise<RabbitBroker> => {
  const node = await createRabbitNode(options);
  const epmd = await startEpmd(node);
  const running = await runNode(node);
  return {
    ...running,
    close: async () => {
      await running.kill();
      await epmd.end('SIGKILL');
      await rm(node.folder, { recursive: true, force: true });
    },
  };
};

export interface RabbitCluster {
  readonly nodes: readonly RunningNode[];
  /** The addresses of all nodes, separated by commas. */
  readonly urls: string;
  /** Ends all nodes and deletes their data. */
  close(): Promise<void>;
}

/** Three nodes that are one broker. They do not outlive this process. */
export const startRabbitCluster = async (): Promise<RabbitCluster> => {
  const first = await createRabbitNode();
  const others = await Promise.all([first, first].map((joins) => createRabbitNode({ joins })));
  const epmd = await startEpmd(first);
  // A node joins one that runs already.
  const nodes = [await runNode(first), ...(await Promise.all(others.map(runNode)))];
  return {
    nodes,
    urls: nodes.map(({ url }) => url).join(','),
    close: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      await epmd.end('SIGKILL');
      for (const { folder } of [first, ...others]) await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Starts epmd in the foreground, with debug lines that show when it listens. Otherwise a node starts one that stays. */
const startEpmd = async ({ folder, epmdPort, env }: RabbitNode): Promise<BoundProcess> => {
  const args = ['-d', '-port', String(epmdPort)];
  const epmd = startBoundProcess({ command: 'epmd', args, env }, folder);
  await epmd.output.waitFor(/epmd running/);
  return epmd;
};

const runNode = async (node: RabbitNode): Promise<RunningNode> => {
  let process = await startNode(node);
  return {
    url: `amqp://guest:guest@127.0.0.1:${node.port}/%2F`,
    tlsUrl: `amqps://localhost:${node.tlsPort}/%2F`,
    managementUrl: `http://guest:guest@127.0.0.1:${node.managementPort}`,
    stop: () => process.end('SIGTERM'),
    kill: () => process.end('SIGKILL'),
    start: async () => {
      process = await startNode(node);
    },
    ctl: (...args) => runCtl(node, args),
    evaluate: (expression) => callErlang(node, expression),
  };
};

const startNode = async ({ folder, env }: RabbitNode): Promise<BoundProcess> => {
  const process = startBoundProcess({ command: RABBITMQ_SERVER, args: [], env }, folder);
  await process.output.waitFor(/Server startup complete/);
  return process;
};

const runCtl = async (node: RabbitNode, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(RABBITMQCTL, ['--quiet', ...args], { env: node.env })).stdout;
