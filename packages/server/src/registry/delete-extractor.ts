import type { UserCaller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { recordAct } from '../store/audit.ts';
import { hasJobs, lockEnabled, removeExtractor } from '../store/extractors/switch-extractor.ts';
import { noSuchExtractor } from './no-such-extractor.ts';
import type { RegistryPorts } from './ports.ts';

const hasHistory = (name: string): Refusal =>
  refuse('conflict', `${name} has jobs, and they say whose they are: switch it off instead.`);

/** Only what never had a job can go. An extractor that still runs comes back when it is next heard. */
export const deleteExtractor = (
  { db, now }: Pick<RegistryPorts, 'db' | 'now'>,
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
