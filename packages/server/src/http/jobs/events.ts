import { Readable } from 'node:stream';
import type { StoredEvent } from '../../model/job-change.ts';
import { noSuchJob } from '../../model/refusal.ts';
import type { Database } from '../../store/database.ts';
import { type EventQuery, readEvents } from '../../store/jobs/read-events.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { eventToWire } from '../../wire/job.ts';
import { time } from '../../wire/time.ts';
import { ANSWERED, type Handler, type HandlerRequest, ok } from '../handler.ts';
import type { JobHandlerPorts } from './ports.ts';

export const listJobEventsHandler =
  ({ db, hasRight }: JobHandlerPorts): Handler<'listJobEvents'> =>
  async ({ params: { id }, query, caller, raw, reply }) => {
    if (!(await hasRight(caller, 'see', { type: 'job', id }))) return noSuchJob(id);
    if ((await readJob(db, id)) === undefined) return noSuchJob(id);
    const pick = pickOf(id, query);
    const type = wantedLogType(raw.headers.accept);
    if (type !== undefined) {
      await reply.type(`${type}; charset=utf-8`).send(eventLog(db, pick, type));
      return ANSWERED;
    }
    const events = await readEvents(db, pick);
    return ok({ items: events.map(eventToWire), next: nextOf(events, pick) });
  };

const pickOf = (
  id: string,
  { after, before, kind, attempt, q, limit }: HandlerRequest<'listJobEvents'>['query'],
): EventQuery => ({ jobId: id, after, before, kinds: kind, attempt, q, limit });

/** The `after` of the next page, or its `before` if the list goes backwards. */
const nextOf = (events: readonly StoredEvent[], { before, after, limit }: EventQuery): number | null => {
  if (events.length < limit) return null;
  const backwards = before !== undefined && after === undefined;
  return events.at(backwards ? 0 : -1)?.seq ?? null;
};

const PAGE_SIZE = 1_000;

/** The control characters that are kept. Others in a message could control the terminal that prints the log. */
const KEPT_CONTROLS: readonly string[] = ['\n', '\t'];

const visibleControl = (control: string): string => {
  const code = control.charCodeAt(0);
  if (KEPT_CONTROLS.includes(control)) return control;
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
};

const heading = ({ kind, level }: StoredEvent): string => (level ? `${kind} ${level}` : kind);

/** `2026-11-24T09:30:00.000Z  #1  PROCESSING  text`, further lines of a message indented below it. */
const logLine = (event: StoredEvent): string => {
  const attempt = event.recordedAttempt === null ? '-' : `#${event.recordedAttempt}`;
  const late = event.late ? ' (late)' : '';
  const message = event.message
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}/gu, visibleControl)
    .replaceAll('\n', '\n    ');
  return `${time(event.receivedAt)}  ${attempt}  ${heading(event)}${late}  ${message}`.trimEnd();
};

const WRITERS = {
  'text/plain': logLine,
  'application/x-ndjson': (event: StoredEvent) => JSON.stringify(eventToWire(event)),
} as const;

type LogType = keyof typeof WRITERS;

/** The type of log that the client wants instead of a page of JSON, if any. */
const wantedLogType = (accept: string | undefined): LogType | undefined => {
  const first = accept?.split(/[,;]/)[0]?.trim().toLowerCase();
  return first === 'text/plain' || first === 'application/x-ndjson' ? first : undefined;
};

async function* logPages(db: Database, pick: EventQuery, write: (event: StoredEvent) => string) {
  let after = pick.after ?? 0;
  while (true) {
    const events = await readEvents(db, { ...pick, after, limit: PAGE_SIZE });
    if (events.length > 0) yield `${events.map(write).join('\n')}\n`;
    if (events.length < PAGE_SIZE) return;
    after = events.at(-1)?.seq ?? after;
  }
}

/** All selected events from the oldest on, read page by page as fast as the client receives them. */
const eventLog = (db: Database, pick: Omit<EventQuery, 'limit'>, type: LogType): Readable =>
  Readable.from(logPages(db, { ...pick, limit: PAGE_SIZE }, WRITERS[type]));
