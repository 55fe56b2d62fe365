import { Readable } from 'node:stream';
import { type EventPorts, type JobEvents, readJobEvents } from '../../jobs/archive/read-job-events.ts';
import type { StoredEvent } from '../../model/job-change.ts';
import { noSuchJob } from '../../model/refusal.ts';
import type { EventQuery } from '../../store/jobs/read-events.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { eventToLogLine, eventToWire } from '../../wire/event.ts';
import { ANSWERED, type Handler, type HandlerRequest, ok } from '../handler.ts';
import { pageSizes } from '../page-sizes.ts';
import type { JobHandlerPorts } from './ports.ts';

export const listJobEventsHandler =
  ({ db, blobs, hasRight }: JobHandlerPorts): Handler<'listJobEvents'> =>
  async ({ params: { id }, query, caller, raw, reply }) => {
    if (!(await hasRight(caller, 'see', { type: 'job', id }))) return noSuchJob(id);
    if ((await readJob(db, id)) === undefined) return noSuchJob(id);
    const pick = pickOf(id, query);
    const type = wantedLogType(raw.headers.accept);
    if (type !== undefined) {
      await reply.type(`${type}; charset=utf-8`).send(eventLog({ db, blobs }, pick, type));
      return ANSWERED;
    }
    const { events, isArchived, next } = await readJobEvents({ db, blobs }, pick);
    return ok({ items: events.map(eventToWire), next, archived: isArchived });
  };

const pickOf = (
  id: string,
  { after, before, from, show, kind, attempt, q, limit }: HandlerRequest<'listJobEvents'>['query'],
): EventQuery => ({ jobId: id, after, before, from, group: show, kinds: kind, attempt, q, limit });

const FIRST_PAGE = 100;
const LARGEST_PAGE = 1_000;

const WRITERS = {
  'text/plain': eventToLogLine,
  'application/x-ndjson': (event: StoredEvent) => JSON.stringify(eventToWire(event)),
} as const;

type LogType = keyof typeof WRITERS;

/** The type of log that the client accepts instead of a page of JSON, if any. */
const wantedLogType = (accept: string | undefined): LogType | undefined => {
  const first = accept?.split(/[,;]/)[0]?.trim().toLowerCase();
  return first === 'text/plain' || first === 'application/x-ndjson' ? first : undefined;
};

async function* logPages(ports: EventPorts, pick: EventQuery, write: (event: StoredEvent) => string) {
  let after: number | null = pick.after ?? 0;
  for (const limit of pageSizes(FIRST_PAGE, LARGEST_PAGE)) {
    if (after === null) return;
    const { events, next }: JobEvents = await readJobEvents(ports, { ...pick, after, limit });
    if (events.length > 0) yield `${events.map(write).join('\n')}\n`;
    after = next;
  }
}

/** All selected events from the oldest on, read page by page as fast as the client receives them. */
const eventLog = (ports: EventPorts, pick: EventQuery, type: LogType): Readable =>
  Readable.from(logPages(ports, pick, WRITERS[type]), { objectMode: false });
