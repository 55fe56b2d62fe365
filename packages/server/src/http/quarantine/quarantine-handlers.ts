import { validate } from 'uuid';
import type { May } from '../../access/permissions.ts';
import { discardQuarantined } from '../../quarantine/discard-quarantined.ts';
import { notInQuarantine } from '../../quarantine/not-in-quarantine.ts';
import { type QuarantinePorts, replayQuarantined } from '../../quarantine/replay-quarantined.ts';
import { findQuarantined, listQuarantined } from '../../store/quarantine/read-quarantined.ts';
import { administratorOf } from '../extractors/administrator.ts';
import { type Handlers, NOTHING, ok, refuse } from '../handler.ts';
import { quarantinedToWire, replayedToWire } from './quarantined-to-wire.ts';

type QuarantineRouteName = 'listQuarantine' | 'showQuarantined' | 'replayQuarantined' | 'discardQuarantined';

export interface QuarantineHandlerPorts extends QuarantinePorts {
  readonly may: May;
}

/** Enough to tell what it is. */
const LISTED_BODY_BYTES = 2_000;

export const quarantineHandlers = (ports: QuarantineHandlerPorts): Handlers<QuarantineRouteName> => ({
  listQuarantine: async ({ caller, query: { source, limit, cursor } }) => {
    const by = await administratorOf(ports, caller);
    if ('refused' in by) return by;
    if (cursor !== undefined && !validate(cursor)) return refuse('bad_request', 'This is no cursor.');
    const pick = { source, before: cursor, limit: limit + 1, bodyBytes: LISTED_BODY_BYTES };
    const found = await listQuarantined(ports.db, pick);
    const items = found.slice(0, limit).map(quarantinedToWire);
    return ok({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null });
  },
  showQuarantined: async ({ caller, params: { id } }) => {
    const by = await administratorOf(ports, caller);
    if ('refused' in by) return by;
    const kept = await findQuarantined(ports.db, id);
    return kept === undefined ? notInQuarantine(id) : ok(quarantinedToWire(kept));
  },
  replayQuarantined: async ({ caller, params: { id } }) => {
    const by = await administratorOf(ports, caller);
    if ('refused' in by) return by;
    const replayed = await replayQuarantined(ports, { id, by: by.id });
    return 'refused' in replayed ? replayed : ok(replayedToWire(replayed));
  },
  discardQuarantined: async ({ caller, params: { id } }) => {
    const by = await administratorOf(ports, caller);
    if ('refused' in by) return by;
    return (await discardQuarantined(ports, { id, by: by.id })) ?? NOTHING;
  },
});
