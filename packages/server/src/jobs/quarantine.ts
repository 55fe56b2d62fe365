import type { Instant } from '@pawprint/core';
import { parseHeartbeat } from '@pawprint/protocol';
import type { HeartbeatPorts } from '../extractors/ports.ts';
import { registerFromHeartbeat } from '../extractors/record-heartbeats.ts';
import type { UserCaller } from '../model/caller.ts';
import type { QuarantineEntry, QuarantineReason, Replayed } from '../model/quarantined.ts';
import { notInQuarantine, type Refusal, refuse } from '../model/refusal.ts';
import { parseDelivery } from '../model/report.ts';
import { recordAct } from '../store/audit.ts';
import { type DatabaseTransaction, isRefusedData } from '../store/database.ts';
import {
  deleteQuarantined,
  lockQuarantined,
  markRefusedAgain,
  markReplayed,
} from '../store/quarantine/quarantine.ts';
import type { JobPorts } from './ports.ts';
import { applyBatch, storeBatch } from './record/record-batch.ts';

export interface QuarantinePorts extends HeartbeatPorts, Pick<JobPorts, 'terms'> {
  /** Called when jobs may be dispatched to this extractor that could not be before. */
  readonly onExtractorChanged: (name: string) => void;
}

/** A request to record a quarantined message again. */
interface ReplayRequest {
  readonly id: string;
  readonly by: UserCaller;
}

/** Records a quarantined message as if it had just arrived. If it still cannot be used it stays, with the new reason. */
export const replayQuarantined = async (
  ports: QuarantinePorts,
  request: ReplayRequest,
): Promise<Replayed | Refusal> => {
  try {
    const replayed = await replay(ports, request);
    if ('outcome' in replayed && replayed.outcome === 'registered')
      ports.onExtractorChanged(replayed.extractor);
    return replayed;
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    const reason = { reason: 'store_failed', detail: error.message };
    await ports.db.transaction().execute((trx) => conclude(trx, request, reason, ports.now()));
    return { outcome: 'refused', ...reason };
  }
};

const replay = (ports: QuarantinePorts, request: ReplayRequest): Promise<Replayed | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const kept = await lockQuarantined(trx, request.id);
    if (kept === undefined) return notInQuarantine(request.id);
    if (kept.replayedAt !== null) return refuse('conflict', 'The message has been replayed already.');
    return kept.source === 'report'
      ? replayReport(trx, ports, kept, request)
      : replayHeartbeat(trx, ports, kept, request);
  });

const replayReport = async (
  trx: DatabaseTransaction,
  { now, terms }: QuarantinePorts,
  { raw }: QuarantineEntry,
  request: ReplayRequest,
): Promise<Replayed> => {
  // Its sender may have sent it again meanwhile.
  const delivery = parseDelivery(raw, true);
  const batch = await applyBatch(trx, [delivery], {
    recent: new Map(),
    terms,
    now: now(),
    isTakeover: false,
  });
  const [outcome] = batch.outcomes;
  if (outcome === undefined || typeof outcome === 'string' || !('outcome' in outcome))
    throw new TypeError('a delivery has the outcome of a delivery');
  await conclude(trx, request, outcome.outcome === 'refused' ? outcome : undefined, now());
  await storeBatch(trx, batch);
  return outcome;
};

const replayHeartbeat = async (
  trx: DatabaseTransaction,
  ports: QuarantinePorts,
  { raw }: QuarantineEntry,
  request: ReplayRequest,
): Promise<Replayed> => {
  const now = ports.now();
  const parsed = parseHeartbeat(raw.body, raw.properties);
  const registered = parsed.ok
    ? await registerFromHeartbeat(trx, ports, { ...parsed, properties: raw.properties }, now)
    : parsed;
  if ('reason' in registered) {
    const { reason, detail } = registered;
    await conclude(trx, request, { reason, detail }, now);
    return { outcome: 'refused', reason, detail };
  }
  await conclude(trx, request, undefined, now);
  return { outcome: 'registered', extractor: registered.extractor };
};

/** Records with the message, and in the audit log, who replayed it and with what outcome. */
const conclude = async (
  trx: DatabaseTransaction,
  { id, by }: ReplayRequest,
  reason: QuarantineReason | undefined,
  at: Instant,
): Promise<void> => {
  await (reason === undefined ? markReplayed(trx, id, by.id, at) : markRefusedAgain(trx, id, reason));
  const details = reason === undefined ? {} : { refused: reason.reason };
  await recordAct(trx, { by, act: 'quarantine.replay', subject: id, details, at });
};

/** Deletes a quarantined message. The audit log keeps who did it, and which message it was. */
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
