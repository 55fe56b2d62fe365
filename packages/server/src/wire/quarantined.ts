import type { QuarantinedMessage, ReplayOutcome } from '@pawprint/protocol';
import type { QuarantineEntry, Replayed } from '../model/quarantined.ts';
import { time } from './time.ts';

/** The body as text if it is UTF-8; a character cut in two at its end is left out. */
const bodyToWire = (body: Uint8Array): Pick<QuarantinedMessage, 'body' | 'encoding'> => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body, { stream: true });
    return { body: text, encoding: 'utf-8' };
  } catch {
    return { body: Buffer.from(body).toString('base64'), encoding: 'base64' };
  }
};

export const quarantinedToWire = (kept: QuarantineEntry): QuarantinedMessage => ({
  id: kept.id,
  received_at: time(kept.receivedAt),
  last_received_at: time(kept.lastReceivedAt),
  times: kept.times,
  source: kept.source,
  reason: kept.reason,
  detail: kept.detail,
  ...bodyToWire(kept.raw.body),
  size_bytes: kept.sizeBytes,
  properties: kept.raw.properties,
  replayed_at: kept.replayedAt === null ? null : time(kept.replayedAt),
  replayed_by: kept.replayedBy,
});

export const replayedToWire = (replayed: Replayed): ReplayOutcome => ({
  became: replayed.outcome === 'registered' ? 'heard' : replayed.outcome,
  job_id: 'jobId' in replayed ? replayed.jobId : null,
  extractor: 'extractor' in replayed ? replayed.extractor : null,
  reason: 'reason' in replayed ? replayed.reason : null,
  detail: 'detail' in replayed ? replayed.detail : null,
});
