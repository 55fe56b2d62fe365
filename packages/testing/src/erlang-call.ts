import { execFile } from 'node:child_process';
import type { RabbitNode } from './rabbitmq-node.ts';

/**
 * What an Erlang expression, without its full stop, gives inside the node, as text. Takes some hundredths of a second, where `rabbitmqctl`
 * takes most of one.
 */
export const callErlang = (node: RabbitNode, expression: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = ['-sname', node.name, '-c', node.cookie, '-e'];
    const child = execFile('erl_call', args, { env: node.env }, (error, stdout, stderr) => {
      const answer = /^\{ok, (.*)\}$/s.exec(stdout.trim());
      if (!error && answer) resolve(answer[1] ?? '');
      else reject(new Error(`${expression}\n${stdout}${stderr}`, { cause: error }));
    });
    child.stdin?.end(`${expression}.\n`);
  });
