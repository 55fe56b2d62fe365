import { type Heartbeat, storableHeartbeat } from '../model/instance.ts';
import { noSuchExtractor, type Refusal } from '../model/refusal.ts';
import { writeInstance } from '../store/extractors/instances.ts';
import type { ExtractorPorts } from './ports.ts';

/** An instance lives (or leaves). It proves nothing about the jobs it has: their leases are renewed by reports alone. */
export const recordHeartbeat = async (
  { db, now }: ExtractorPorts,
  beat: Heartbeat,
): Promise<Refusal | undefined> =>
  (await writeInstance(db, storableHeartbeat(beat), now())) ? undefined : noSuchExtractor(beat.extractor);
