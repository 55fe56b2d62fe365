import type { UserCaller } from '../model/caller.ts';
import { noSuchExtractor, type Refusal, refuse } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import { hasJobs, lockEnabled, removeExtractor, writeEnabled } from '../store/extractors/extractors.ts';
import { markHeartbeatOnly } from '../store/extractors/unregistered-extractors.ts';
import type { ExtractorPorts } from './ports.ts';

/**
 * A disabled extractor gets no jobs: no data change submits one, and those that wait keep waiting. Running attempts
 * continue.
 */
export const setExtractorEnabled = (
  { db, now }: Pick<ExtractorPorts, 'db' | 'now'>,
  by: UserCaller,
  name: string,
  enabled: boolean,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const wasEnabled = await lockEnabled(trx, name);
    if (wasEnabled === undefined) return noSuchExtractor(name);
    await markHeartbeatOnly(trx, name, false);
    if (wasEnabled === enabled) return undefined;
    await writeEnabled(trx, name, enabled);
    const act = enabled ? 'extractor.enable' : 'extractor.disable';
    await recordAct(trx, { by: by.id, act, subject: name, at: now() });
    return undefined;
  });

/** Only an extractor that never had a job can be deleted. One that still runs is registered again by its next heartbeat. */
export const deleteExtractor = (
  { db, now }: Pick<ExtractorPorts, 'db' | 'now'>,
  by: UserCaller,
  name: string,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    // The lock makes a job that is submitted meanwhile wait, and fail for want of its extractor.
    if ((await lockEnabled(trx, name)) === undefined) return noSuchExtractor(name);
    if (await hasJobs(trx, name)) return hasHistory(name);
    await removeExtractor(trx, name);
    await recordAct(trx, { by: by.id, act: 'extractor.delete', subject: name, at: now() });
    return undefined;
  });

const hasHistory = (name: string): Refusal =>
  refuse('conflict', `${name} has jobs, which are kept with their extractor: disable it instead.`);
