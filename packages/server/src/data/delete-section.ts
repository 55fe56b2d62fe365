import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { removeSection } from '../store/data/sections.ts';
import type { DataPorts } from './ports.ts';
import { reachSection } from './reach.ts';
import { SECTION_NOT_FOUND } from './refusals.ts';

/** Its tags and previews go with it; their bytes follow when the sweeper comes round. */
export const deleteSection = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const section = await reachSection(ports, caller, 'delete', id);
  if ('refused' in section) return section;
  const removed = await ports.db.transaction().execute((trx) => removeSection(trx, section.id));
  ports.wakeBlobSweeper();
  return removed ? undefined : SECTION_NOT_FOUND;
};
