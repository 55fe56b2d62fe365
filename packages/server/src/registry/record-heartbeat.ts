import type { Refusal } from '../http/handler.ts';
import { writeInstance } from '../store/extractors/write-instance.ts';
import { storableText } from '../store/storable.ts';
import type { Lane } from '../tracking/tracked-job.ts';
import { noSuchExtractor } from './no-such-extractor.ts';
import type { RegistryPorts } from './ports.ts';

export interface Heartbeat {
  readonly extractor: string;
  readonly instanceId: string;
  readonly version: string;
  readonly lane: Lane;
  readonly host: string | null;
  readonly intervalMs: number;
  /** It leaves, and will be heard no more. */
  readonly isStopping: boolean;
}

/** As PostgreSQL can hold it. */
export const storableBeat = (beat: Heartbeat): Heartbeat => ({
  ...beat,
  extractor: storableText(beat.extractor),
  instanceId: storableText(beat.instanceId),
  version: storableText(beat.version),
  host: beat.host === null ? null : storableText(beat.host),
});

/** An instance lives (or leaves). It proves nothing about the jobs it has: their leases are renewed by reports alone. */
export const recordHeartbeat = async (
  { db, now }: RegistryPorts,
  beat: Heartbeat,
): Promise<Refusal | undefined> =>
  (await writeInstance(db, storableBeat(beat), now())) ? undefined : noSuchExtractor(beat.extractor);
