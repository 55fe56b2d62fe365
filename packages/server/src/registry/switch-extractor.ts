import type { UserCaller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { recordAct } from '../store/audit.ts';
import { lockEnabled, writeEnabled } from '../store/extractors/switch-extractor.ts';
import { noSuchExtractor } from './no-such-extractor.ts';
import type { RegistryPorts } from './ports.ts';

/**
 * An extractor that is off is given nothing: nothing sets it off, and what waits for it goes on waiting. What it has in
 * hand it may end.
 */
export const switchExtractor = (
  { db, now }: Pick<RegistryPorts, 'db' | 'now'>,
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
