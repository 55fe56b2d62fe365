import type { UserCaller } from '../model/caller.ts';
import { noSuchExtractor, type Refusal, refuse } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import { hasJobs, lockEnabled, removeExtractor, writeEnabled } from '../store/extractors/extractors.ts';
import type { ExtractorPorts } from './ports.ts';

/**
 * An extractor that is off is given nothing: nothing sets it off, and what waits for it goes on waiting. What it has in
 * hand it may end.
 */
export const setExtractorEnabled = (
  { db, now }: Pick<ExtractorPorts, 'db' | 'now'>,
  by: UserCaller,
  name: string,
  enabled: boolean,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const was = await lockEnabled(trx, name);
    if (was === undefined) return noSuchExtractor(name);
    if (was === enabled) return undefined;
    await writeEnabled(trx, name, enabled);
    const act = enabled ? 'extractor.enable' : 'extractor.disable';
    await recordAct(trx, { by: by.id, act, subject: name, at: now() });
    return undefined;
  });

const hasHistory = (name: string): Refusal =>
  refuse('conflict', `${name} has jobs, and they say whose they are: switch it off instead.`);

/** Only what never had a job can go. An extractor that still runs comes back when it is next heard. */
export const deleteExtractor = (
  { db, now }: Pick<ExtractorPorts, 'db' | 'now'>,
  by: UserCaller,
  name: string,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    // Under the lock: a job that comes in meanwhile waits, and finds its extractor gone.
    if ((await lockEnabled(trx, name)) === undefined) return noSuchExtractor(name);
    if (await hasJobs(trx, name)) return hasHistory(name);
    await removeExtractor(trx, name);
    await recordAct(trx, { by: by.id, act: 'extractor.delete', subject: name, at: now() });
    return undefined;
  });
