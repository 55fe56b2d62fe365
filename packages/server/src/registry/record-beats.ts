import type { Instant } from '@pawprint/core';
import type { ParsedHeartbeat } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { isRefusedData } from '../store/is-refused-data.ts';
import { putInQuarantine } from '../store/quarantine/put-in-quarantine.ts';
import type { RawDelivery } from '../tracking/delivery.ts';
import type { Objection, Quarantined } from '../tracking/quarantine.ts';
import { type Heard, hearExtractor } from './hear-extractor.ts';
import type { RegistryPorts } from './ports.ts';

/** A heartbeat as it was delivered. */
export interface Beat extends RawDelivery {
  readonly parsed: ParsedHeartbeat;
  /** When it came: what gaps are measured by, however long the database takes. */
  readonly at: Instant;
}

export interface BeatPorts extends Pick<RegistryPorts, 'db' | 'autoEnable'> {
  /** There may be jobs to hand over to this extractor. */
  readonly onExtractorHeard: (name: string) => void;
}

/** The last beat of each instance says all that the ones before it said. */
const lastOfEach = (batch: readonly Beat[]): Beat[] => {
  const last = new Map<unknown, Beat>();
  for (const beat of batch) {
    const name = beat.parsed.ok
      ? `${beat.parsed.heartbeat.name}/${beat.parsed.heartbeat.instanceId}/${beat.parsed.heartbeat.version}`
      : beat;
    last.delete(name);
    last.set(name, beat);
  }
  return [...last.values()];
};

const quarantined = ({ body, properties, at }: Beat, { reason, detail }: Objection): Quarantined => ({
  id: v7({ msecs: at }),
  source: 'heartbeat',
  reason,
  detail,
  receivedAt: at,
  raw: { body, properties },
  isRepeat: false,
});

const hear = async (ports: BeatPorts, { parsed, at }: Beat): Promise<Heard | Objection> => {
  if (!parsed.ok) return parsed;
  try {
    return await ports.db.transaction().execute((trx) => hearExtractor(trx, ports, parsed.heartbeat, at));
  } catch (error) {
    if (isRefusedData(error)) return { reason: 'store_failed', detail: error.message };
    throw error;
  }
};

/** Takes heartbeats in: what they say goes into the registry, what cannot be used into quarantine. May be repeated. */
export const createBeatRecorder =
  (ports: BeatPorts): ((batch: readonly Beat[]) => Promise<void>) =>
  async (batch) => {
    const refused: Quarantined[] = [];
    for (const beat of lastOfEach(batch)) {
      const heard = await hear(ports, beat);
      if ('reason' in heard) refused.push(quarantined(beat, heard));
      else if (heard.isNews) ports.onExtractorHeard(heard.extractor);
    }
    if (refused.length > 0) await ports.db.transaction().execute((trx) => putInQuarantine(trx, refused));
  };
