import type { Writable } from 'node:stream';
import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { Config } from '../config/config.ts';

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

interface Line {
  readonly level: number;
  readonly time: string;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
  readonly [detail: string]: unknown;
}

const SAID_ELSEWHERE = new Set(['level', 'time', 'msg', 'err']);

const detailsOf = (line: Line): string => {
  const details = Object.entries(line).filter(([name]) => !SAID_ELSEWHERE.has(name));
  return details.length > 0 ? ` ${JSON.stringify(Object.fromEntries(details))}` : '';
};

/** A log is read in a terminal, and what it quotes must not give that orders. */
const shown = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');

/** For people: `03:41:26 warn  What happened {"some":"details"}`, and the stack of an error below. */
export const readableLine = (json: string): string => {
  const line = JSON.parse(json) as Line;
  const stack = line.err ? `\n${line.err.stack ?? line.err.message ?? ''}` : '';
  const level = (LEVELS[line.level] ?? String(line.level)).padEnd(5);
  return `${line.time.slice(11, 19)} ${level} ${shown(line.msg ?? '')}${detailsOf(line)}${stack}\n`;
};

/** Of an error no more than tells what happened: those of the database carry their whole connection along. */
const describeError = (error: Error): object => {
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, stack, ...(code === undefined ? {} : { code: String(code) }) };
};

/** Readable lines where a person looks on, JSON where a machine does. */
export const createLog = (
  level: Config['logLevel'],
  out: Writable & { readonly isTTY?: boolean },
): Logger => {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  };
  return out.isTTY
    ? pino(options, { write: (json: string) => void out.write(readableLine(json)) })
    : pino(options, out);
};
