import type { StoredEvent } from '../../store/jobs/event-row.ts';
import { type EventPick, readEvents } from '../../store/jobs/read-events.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { noSuchJob } from '../../tracking/no-such-job.ts';
import { ANSWERED, type Handler, type HandlerRequest, ok } from '../handler.ts';
import { eventLog, wantedLogType } from './event-log.ts';
import { eventToWire } from './event-to-wire.ts';
import type { JobHandlerPorts } from './ports.ts';

const pickOf = (
  id: string,
  { after, before, kind, attempt, q, limit }: HandlerRequest<'listJobEvents'>['query'],
): EventPick => ({ jobId: id, after, before, kinds: kind, attempt, q, limit });

/** What to hand in as `after`, or as `before` where the list goes backwards, to read on. */
const nextOf = (events: readonly StoredEvent[], { before, after, limit }: EventPick): number | null => {
  if (events.length < limit) return null;
  const backwards = before !== undefined && after === undefined;
  return events.at(backwards ? 0 : -1)?.seq ?? null;
};

export const listJobEventsHandler =
  ({ db, may }: JobHandlerPorts): Handler<'listJobEvents'> =>
  async ({ params: { id }, query, caller, raw, reply }) => {
    if (!(await may(caller, 'see', { type: 'job', id }))) return noSuchJob(id);
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
