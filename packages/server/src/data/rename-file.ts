import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { renameFile as renameRow } from '../store/data/files.ts';
import { change } from './change.ts';
import { fileName } from './file-name.ts';
import type { DataPorts } from './ports.ts';
import { reachFile } from './reach.ts';
import { FILE_NOT_FOUND } from './refusals.ts';

/** Its type stays what its content and its first name have told. */
export const renameFile = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'admitOutput'>,
  caller: Caller,
  id: string,
  name: string,
): Promise<{ readonly done: true } | Refusal> => {
  const file = await reachFile(ports, caller, 'change', id);
  if ('refused' in file) return file;
  return change(ports, caller, `another name for ${file.name}`, async (trx) =>
    (await renameRow(trx, file.id, fileName(name))) ? { done: true } : FILE_NOT_FOUND,
  );
};
