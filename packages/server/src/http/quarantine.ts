import { validate } from 'uuid';
import { requireOperator } from '../access/require-resource.ts';
import type { HasRight } from '../access/rights.ts';
import { discardQuarantined, type QuarantinePorts, replayQuarantined } from '../jobs/quarantine.ts';
import { notInQuarantine, refuse } from '../model/refusal.ts';
import { findQuarantined, listQuarantined } from '../store/quarantine/quarantine.ts';
import { quarantinedToWire, replayedToWire } from '../wire/quarantined.ts';
import { type Handlers, NOTHING, ok } from './handler.ts';

type QuarantineRouteName = 'listQuarantine' | 'showQuarantined' | 'replayQuarantined' | 'discardQuarantined';

export interface QuarantineHandlerPorts extends QuarantinePorts {
  readonly hasRight: HasRight;
}

/** Of a listed body, enough to recognise it. */
const LISTED_BODY_BYTES = 2_000;

export const quarantineHandlers = (ports: QuarantineHandlerPorts): Handlers<QuarantineRouteName> => ({
  listQuarantine: async ({ caller, query: { source, limit, cursor } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    if (cursor !== undefined && !validate(cursor)) return refuse('bad_request', 'The cursor is not valid.');
    const pick = { source, before: cursor, limit: limit + 1, bodyBytes: LISTED_BODY_BYTES };
    const found = await listQuarantined(ports.db, pick);
    const items = found.slice(0, limit).map(quarantinedToWire);
    return ok({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null });
  },
  showQuarantined: async ({ caller, params: { id } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const kept = await findQuarantined(ports.db, id);
    return kept === undefined ? notInQuarantine(id) : ok(quarantinedToWire(kept));
  },
  replayQuarantined: async ({ caller, params: { id } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const replayed = await replayQuarantined(ports, { id, by });
    return 'refused' in replayed ? replayed : ok(replayedToWire(replayed));
  },
  discardQuarantined: async ({ caller, params: { id } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    return (await discardQuarantined(ports, { id, by })) ?? NOTHING;
  },
});
