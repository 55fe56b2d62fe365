import type { UserCaller } from '../model/caller.ts';
import type { ExtractorVersion } from '../model/extractor.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import { lockVersion, writeSuperseded } from '../store/extractors/versions.ts';
import type { ExtractorPorts } from './ports.ts';

interface Superseding {
  readonly name: string;
  readonly version: string;
  readonly superseded: boolean;
  readonly reason: string | null;
}

/**
 * What a superseded version made stays, and is marked wherever it is shown. Its metadata no longer counts in searches and
 * tables: what the extractor's other versions wrote does instead.
 */
export const setVersionSuperseded = (
  { db, now }: Pick<ExtractorPorts, 'db' | 'now'>,
  by: UserCaller,
  { name, version, superseded, reason }: Superseding,
): Promise<ExtractorVersion | Refusal> =>
  db.transaction().execute(async (trx) => {
    const known = await lockVersion(trx, name, version);
    if (known === undefined) return refuse('not_found', `${name} has no version ${version}.`);
    if ((known.superseded !== null) === superseded) return known;
    const at = now();
    const mark = superseded ? { by: by.name, at, reason } : null;
    await writeSuperseded(trx, name, version, mark);
    const act = superseded ? 'extractor.supersede_version' : 'extractor.restore_version';
    const details = { version, ...(reason === null ? {} : { reason }) };
    await recordAct(trx, { by, act, subject: name, details, at });
    return { ...known, superseded: mark };
  });
