import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { removeFile } from '../store/data/files.ts';
import type { DataPorts } from './ports.ts';
import { reachFile } from './reach.ts';
import { FILE_NOT_FOUND } from './refusals.ts';

/** Its waiting jobs are cancelled with it. Its bytes follow when the sweeper comes round. */
export const deleteFile = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'events' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const file = await reachFile(ports, caller, 'delete', id);
  if ('refused' in file) return file;
  const afterRemoval = await ports.db.transaction().execute(async (trx) => {
    await ports.events.beforeRemoval(trx, { type: 'file', id: file.id });
    if (!(await removeFile(trx, file.id))) return undefined;
    return ports.events.fileRemoved(trx, { dataset: file.dataset, file, by: caller, at: ports.now() });
  });
  if (afterRemoval === undefined) return FILE_NOT_FOUND;
  ports.wakeBlobSweeper();
  afterRemoval();
  return undefined;
};
