import { requireOperator } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import { placeEvents } from '../../jobs/import/place-events.ts';
import { receiveEvents } from '../../jobs/import/receive-events.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import { type Handlers, ok } from '../handler.ts';

interface ImportPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly hasRight: HasRight;
}

/** Histories of jobs that ran elsewhere. */
export const importHandlers = (ports: ImportPorts): Handlers<'importEvents' | 'placeImportedEvents'> => ({
  importEvents: async ({ caller, body }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const { withoutUser, refused, ...counts } = await receiveEvents(ports, { ...body, by });
    return ok({ ...counts, refused: [...refused], without_user: [...withoutUser] });
  },
  placeImportedEvents: async ({ caller, body: { source } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    return ok(await placeEvents(ports, { source, by }));
  },
});
