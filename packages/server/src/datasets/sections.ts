import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import { change } from '../access/change.ts';
import { requireFile, requireSection } from '../access/require-resource.ts';
import { type Caller, responsibleUser } from '../model/caller.ts';
import { DOCUMENT_TOO_DEEP, FILE_NOT_FOUND, type Refusal, SECTION_NOT_FOUND } from '../model/refusal.ts';
import { isTooDeep, storableRecord, storableText } from '../model/storable.ts';
import { recordAct } from '../store/audit.ts';
import { lockFile } from '../store/datasets/files.ts';
import {
  findEqualSection,
  insertSection,
  type NewSection,
  removeSection,
  setSectionDescription,
} from '../store/datasets/sections.ts';
import type { DatasetPorts } from './ports.ts';

interface SectionDraft {
  readonly fileId: string;
  readonly description: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export const createSection = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput' | 'now'>,
  caller: Caller,
  draft: SectionDraft,
): Promise<{ readonly id: string } | Refusal> => {
  if (isTooDeep(draft.details)) return DOCUMENT_TOO_DEEP;
  const file = await requireFile(ports, caller, 'change', draft.fileId);
  if ('refused' in file) return file;
  return change(ports, caller, `a section of ${file.name}`, async (trx) => {
    if (!(await lockFile(trx, file.id))) return FILE_NOT_FOUND;
    const section = newSection(caller, { ...draft, fileId: file.id }, ports.now());
    const known = await findEqualSection(trx, section);
    if (known === undefined) await insertSection(trx, section);
    return { id: known ?? section.id };
  });
};

const newSection = (
  caller: Caller,
  { fileId, description, details }: SectionDraft,
  at: Instant,
): NewSection => ({
  id: uuidv7(),
  fileId,
  description: storableText(description),
  details: storableRecord(details),
  extractor: caller.kind === 'job' ? caller.extractor : null,
  jobId: caller.kind === 'job' ? caller.jobId : null,
  createdBy: responsibleUser(caller),
  createdAt: at,
});

export const describeSection = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput'>,
  caller: Caller,
  id: string,
  description: string,
): Promise<{ readonly done: true } | Refusal> => {
  const section = await requireSection(ports, caller, 'change', id);
  if ('refused' in section) return section;
  return change(ports, caller, `the description of ${section.name}`, async (trx) =>
    (await setSectionDescription(trx, section.id, storableText(description)))
      ? { done: true }
      : SECTION_NOT_FOUND,
  );
};

/** Deletes its tags and previews too. The sweeper removes their bytes later. */
export const deleteSection = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const section = await requireSection(ports, caller, 'change', id);
  if ('refused' in section) return section;
  const removed = await ports.db.transaction().execute(async (trx) => {
    if (!(await removeSection(trx, section.id))) return false;
    const { id: subject, name } = section;
    await recordAct(trx, { by: caller, act: 'section.delete', subject, name, at: ports.now() });
    return true;
  });
  ports.wakeBlobSweeper();
  return removed ? undefined : SECTION_NOT_FOUND;
};
