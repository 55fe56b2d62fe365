import { parseArgs } from 'node:util';
import type { PlanOptions } from './plan.ts';

export type ReadOptions =
  | { readonly kind: 'run'; readonly options: PlanOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly message: string };

export const USAGE = `npm run simulate [-- options]

Runs the server's own parts on a real PostgreSQL through hours of operation in which instances die, the broker and the
server stop, queues are deleted and clocks are off. Time is injected. The same seed gives the same history.

  --hours <number>       with faults, 1 to 1,000; 30 h without any follow. Default: 48
  --seed <number>        Default: 1
  --extractors <number>  1 to 1,000. Default: 200
  --help                 this text

Examples:
  npm run simulate
  npm run simulate -- --hours 6 --extractors 20 --seed 7
`;

export const readOptions = (args: readonly string[]): ReadOptions => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        hours: { type: 'string', default: '48' },
        seed: { type: 'string', default: '1' },
        extractors: { type: 'string', default: '200' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const options = {
      hours: wholeNumber('hours', values.hours, 1, 1_000),
      seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
      extractors: wholeNumber('extractors', values.extractors, 1, 1_000),
    };
    return { kind: 'run', options };
  } catch (error) {
    return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
  }
};

const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`--${name} is “${text}”; expected is a whole number from ${least} to ${most}.`);
};
