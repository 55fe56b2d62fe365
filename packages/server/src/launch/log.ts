import type { Writable } from 'node:stream';
import { redactKeys } from '@pawprint/core';
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

/** They have a place of their own in a line. */
const SHOWN_FIELDS = new Set(['level', 'time', 'msg', 'err']);

const detailsOf = (line: Line): string => {
  const details = Object.entries(line).filter(([name]) => !SHOWN_FIELDS.has(name));
  return details.length > 0 ? ` ${JSON.stringify(Object.fromEntries(details))}` : '';
};

/** A log is read in a terminal: control characters that it quotes must not act on it. */
const escapeControls = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');

/** For people: `03:41:26 warn  What happened {"some":"details"}`, and the stack of an error below. */
export const readableLine = (json: string): string => {
  const line = JSON.parse(json) as Line;
  const stack = line.err ? `\n${line.err.stack ?? line.err.message ?? ''}` : '';
  const level = (LEVELS[line.level] ?? String(line.level)).padEnd(5);
  return `${line.time.slice(11, 19)} ${level} ${escapeControls(line.msg ?? '')}${detailsOf(line)}${stack}\n`;
};

/** Only these fields of an error: those of the database hold their whole connection. */
const describeError = (error: Error): object => {
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, stack, ...(code === undefined ? {} : { code: String(code) }) };
};

/** Readable lines on a terminal, JSON in a file or a pipe. */
export const createLog = (
  level: Config['logLevel'],
  out: Writable & { readonly isTTY?: boolean },
): Logger => {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    // Errors of other programs quote addresses with keys and passwords in them.
    hooks: { streamWrite: redactKeys },
  };
  return out.isTTY
    ? pino(options, { write: (json: string) => void out.write(readableLine(json)) })
    : pino(options, out);
};
