import { change } from '../../access/change.ts';
import { requireDataset, requireFile } from '../../access/require-resource.ts';
import type { Caller } from '../../model/caller.ts';
import { FILE_NOT_FOUND, type Refusal } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import { lockFiles, removeFile, updateFile } from '../../store/datasets/files.ts';
import { lockResource } from '../../store/datasets/resources.ts';
import type { DatasetPorts } from '../ports.ts';
import { fileName } from './file-name.ts';

type ChangePorts = Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput' | 'now'>;

/** The file's type does not change with its name. */
export const renameFile = (
  ports: ChangePorts,
  caller: Caller,
  id: string,
  name: string,
): Promise<Done | Refusal> => changeTexts(ports, caller, id, 'file.rename', { name: fileName(name) });

export const describeFile = (
  ports: ChangePorts,
  caller: Caller,
  id: string,
  description: string,
): Promise<Done | Refusal> =>
  changeTexts(ports, caller, id, 'file.describe', { description: storableText(description) });

interface Done {
  readonly done: true;
}

const changeTexts = async (
  ports: ChangePorts,
  caller: Caller,
  id: string,
  act: 'file.rename' | 'file.describe',
  to: { readonly name: string } | { readonly description: string },
): Promise<Done | Refusal> => {
  const file = await requireFile(ports, caller, 'change', id);
  if ('refused' in file) return file;
  const output = `another ${'name' in to ? 'name' : 'description'} for ${file.name}`;
  return change(ports, caller, output, async (trx) => {
    if (!(await updateFile(trx, file.id, to))) return FILE_NOT_FOUND;
    await recordAct(trx, {
      by: caller,
      act,
      subject: file.id,
      name: file.name,
      details: { to, dataset: file.dataset.id },
      at: ports.now(),
    });
    return { done: true };
  });
};

/** Cancels its waiting jobs too. The sweeper removes the bytes later. */
export const deleteFile = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'changes' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const file = await requireFile(ports, caller, 'change', id);
  if ('refused' in file) return file;
  const afterCommit = await ports.db.transaction().execute(async (trx) => {
    await ports.changes.beforeRemoval(trx, { type: 'file', id: file.id });
    if (!(await removeFile(trx, file.id))) return undefined;
    await recordAct(trx, {
      by: caller,
      act: 'file.delete',
      subject: file.id,
      name: file.name,
      details: { dataset: file.dataset.id },
      at: ports.now(),
    });
    return ports.changes.fileRemoved(trx, { dataset: file.dataset, file, by: caller, at: ports.now() });
  });
  if (afterCommit === undefined) return FILE_NOT_FOUND;
  ports.wakeBlobSweeper();
  afterCommit();
  return undefined;
};

/** Announces that files uploaded one by one belong together, which can submit jobs on their dataset. */
export const announceFiles = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'changes' | 'now'>,
  by: Caller,
  datasetId: string,
  fileIds: readonly string[],
): Promise<Refusal | undefined> => {
  const dataset = await requireDataset(ports, by, 'submit', datasetId);
  if ('refused' in dataset) return dataset;
  return ports.db.transaction().execute(async (trx) => {
    const missing = await lockResource(trx, { type: 'dataset', id: dataset.id });
    if (missing) return missing;
    const files = await lockFiles(trx, dataset.id, fileIds);
    if (files.length < new Set(fileIds).size) return FILE_NOT_FOUND;
    await ports.changes.filesAnnounced(trx, { dataset, by, at: ports.now() });
    return undefined;
  });
};
