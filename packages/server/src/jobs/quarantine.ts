import { parseHeartbeat } from '@pawprint/protocol';
import type { Transaction } from 'kysely';
import type { ExtractorPorts } from '../extractors/ports.ts';
import { hearExtractor } from '../extractors/record-heartbeats.ts';
import type { KeptMessage, Objection, Replayed } from '../model/quarantined.ts';
import { notInQuarantine, type Refusal, refuse } from '../model/refusal.ts';
import { deliveryOf } from '../model/report.ts';
import { recordAct } from '../store/audit.ts';
import { isRefusedData } from '../store/database.ts';
import {
  deleteQuarantined,
  lockQuarantined,
  markRefusedAgain,
  markReplayed,
} from '../store/quarantine/quarantine.ts';
import type { Schema } from '../store/schema.ts';
import { recentNames } from './record/recent-names.ts';
import { type Intake, storeDeliveries } from './record/store-deliveries.ts';

export interface QuarantinePorts extends ExtractorPorts {
  /** There may be jobs to hand over to this extractor. */
  readonly onExtractorHeard: (name: string) => void;
}

/** Who wants what to be tried again. */
interface ReplayRequest {
  readonly id: string;
  /** A user's id. */
  readonly by: string;
}

type Trx = Transaction<Schema>;

/** What became of it is written down where it is kept, and who tried. */
const conclude = async (
  trx: Trx,
  { id, by }: ReplayRequest,
  objection: Objection | undefined,
  at: number,
): Promise<void> => {
  await (objection === undefined ? markReplayed(trx, id, by, at) : markRefusedAgain(trx, id, objection));
  const details = objection === undefined ? {} : { refused: objection.reason };
  await recordAct(trx, { by, act: 'quarantine.replay', subject: id, details, at });
};

const replayReport = async (
  trx: Trx,
  { raw }: KeptMessage,
  request: ReplayRequest,
  now: number,
): Promise<Replayed> => {
  const intake: Intake = {
    recent: recentNames(0),
    putAside: (within, [refused], at) => conclude(within, request, refused, at),
  };
  // It may have been stored meanwhile, by whoever sent it again.
  const delivery = deliveryOf(raw, true);
  const {
    taken: [taken],
  } = await storeDeliveries(trx, [delivery], intake, now);
  if (taken === undefined) throw new Error('one delivery has one outcome');
  return taken;
};

const replayBeat = async (
  trx: Trx,
  ports: QuarantinePorts,
  { raw }: KeptMessage,
  request: ReplayRequest,
  now: number,
): Promise<Replayed> => {
  const parsed = parseHeartbeat(raw.body, raw.properties);
  const heard = parsed.ok ? await hearExtractor(trx, ports, parsed.heartbeat, now) : parsed;
  const objection = 'reason' in heard ? heard : undefined;
  await conclude(trx, request, objection, now);
  return 'reason' in heard
    ? { became: 'refused', reason: heard.reason, detail: heard.detail }
    : { became: 'heard', extractor: heard.extractor };
};

const replay = (ports: QuarantinePorts, request: ReplayRequest): Promise<Replayed | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const kept = await lockQuarantined(trx, request.id);
    if (kept === undefined) return notInQuarantine(request.id);
    if (kept.replayedAt !== null) return refuse('conflict', 'It has been taken in already.');
    return kept.source === 'report'
      ? replayReport(trx, kept, request, ports.now())
      : replayBeat(trx, ports, kept, request, ports.now());
  });

/** Takes in what is kept as if it came just now. What cannot be used still stays, with the reason that holds now. */
export const replayQuarantined = async (
  ports: QuarantinePorts,
  request: ReplayRequest,
): Promise<Replayed | Refusal> => {
  try {
    const replayed = await replay(ports, request);
    if ('became' in replayed && replayed.became === 'heard') ports.onExtractorHeard(replayed.extractor);
    return replayed;
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    const objection = { reason: 'store_failed', detail: error.message };
    await ports.db.transaction().execute((trx) => conclude(trx, request, objection, ports.now()));
    return { became: 'refused', ...objection };
  }
};

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
