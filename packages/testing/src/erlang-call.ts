import { execFile } from 'node:child_process';
import { setTimeout as passes } from 'node:timers/promises';
import type { RabbitNode } from './rabbitmq-node.ts';

/** A busy node does not accept the first connection in time. Nothing was evaluated then, so the call is repeated. */
const MAX_TRIES = 20;
const NOT_CONNECTED = /failed to connect to node/;

const evaluate = (node: RabbitNode, expression: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = ['-sname', node.name, '-c', node.cookie, '-e'];
    const child = execFile('erl_call', args, { env: node.env }, (error, stdout, stderr) => {
      const answer = /^\{ok, (.*)\}$/s.exec(stdout.trim());
      if (!error && answer) resolve(answer[1] ?? '');
      else reject(new Error(`${expression}\n${stdout}${stderr}`, { cause: error }));
    });
    // A process that could not connect ends before it reads anything.
    child.stdin?.on('error', () => undefined).end(`${expression}.\n`);
  });

/**
 * What an Erlang expression, without its full stop, gives inside the node, as text. Takes some hundredths of a second,
 * where `rabbitmqctl` takes most of one.
 */
export const callErlang = async (node: RabbitNode, expression: string, tries = 1): Promise<string> => {
  try {
    return await evaluate(node, expression);
  } catch (error) {
    if (tries >= MAX_TRIES || !NOT_CONNECTED.test(String(error))) throw error;
    await passes(100);
    return callErlang(node, expression, tries + 1);
  }
};
