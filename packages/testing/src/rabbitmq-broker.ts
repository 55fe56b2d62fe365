import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type BoundProcess, startBoundProcess } from './bound-process.ts';
import { callErlang } from './erlang-call.ts';
import { createRabbitNode, RABBITMQ_SERVER, RABBITMQCTL, type RabbitNode } from './rabbitmq-node.ts';

export interface RabbitBroker {
  /** Of the default virtual host, with an administrator's name and password. The same after `stop` and `start`. */
  readonly url: string;
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
  /** Ends the node and deletes its data. */
  close(): Promise<void>;
}

/**
 * A RabbitMQ node of one's own on loopback. It does not outlive this process.
 *
 * @param erlangArguments flags of the Erlang VM; by default it has one scheduler
 * @param plugins names of plugins that come with RabbitMQ; by default there are none
 */
export const startRabbitBroker = async (
  erlangArguments?: string,
  plugins: readonly string[] = [],
): Promise<RabbitBroker> => {
  const node = await createRabbitNode(erlangArguments, plugins);
  const epmd = startEpmd(node);
  await epmd.output.waitFor(/epmd running/);
  let process = await startNode(node);
  return {
    url: `amqp://guest:guest@127.0.0.1:${node.port}/%2F`,
    managementUrl: `http://guest:guest@127.0.0.1:${node.managementPort}`,
    stop: () => process.end('SIGTERM'),
    kill: () => process.end('SIGKILL'),
    start: async () => {
      process = await startNode(node);
    },
    ctl: (...args) => runCtl(node, args),
    evaluate: (expression) => callErlang(node, expression),
    close: async () => {
      await process.end('SIGKILL');
      await epmd.end('SIGKILL');
      await rm(node.folder, { recursive: true, force: true });
    },
  };
};

/** Starts epmd in the foreground, with debug lines that show when it listens. Otherwise a node starts one that stays. */
const startEpmd = ({ folder, epmdPort, env }: RabbitNode): BoundProcess =>
  startBoundProcess({ command: 'epmd', args: ['-d', '-port', String(epmdPort)], env }, folder);

const startNode = async ({ folder, env }: RabbitNode): Promise<BoundProcess> => {
  const process = startBoundProcess({ command: RABBITMQ_SERVER, args: [], env }, folder);
  await process.output.waitFor(/Server startup complete/);
  return process;
};

const runCtl = async (node: RabbitNode, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(RABBITMQCTL, ['--quiet', ...args], { env: node.env })).stdout;
