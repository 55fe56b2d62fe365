import type { Refusal } from '../http/handler.ts';
import { recordAct } from '../store/audit.ts';
import { deleteQuarantined } from '../store/quarantine/change-quarantined.ts';
import { lockQuarantined } from '../store/quarantine/read-quarantined.ts';
import { notInQuarantine } from './not-in-quarantine.ts';
import type { QuarantinePorts, ReplayRequest } from './replay-quarantined.ts';

/** Throws one away; who did it, and what it was, stays in the audit log. */
export const discardQuarantined = (
  { db, now }: Pick<QuarantinePorts, 'db' | 'now'>,
  { id, by }: ReplayRequest,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const kept = await lockQuarantined(trx, id);
    if (kept === undefined) return notInQuarantine(id);
    await deleteQuarantined(trx, kept.id);
    const { source, reason, detail, sizeBytes, times } = kept;
    const details = { source, reason, detail, size_bytes: sizeBytes, times };
    await recordAct(trx, { by, act: 'quarantine.discard', subject: kept.id, details, at: now() });
    return undefined;
  });
