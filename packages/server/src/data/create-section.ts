import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { holdFile } from '../store/data/files.ts';
import { insertSection } from '../store/data/sections.ts';
import { storableRecord, storableText } from '../store/storable.ts';
import { change } from './change.ts';
import { isTooDeep } from './json-depth.ts';
import { personBehind } from './output.ts';
import type { DataPorts } from './ports.ts';
import { reachFile } from './reach.ts';
import { DOCUMENT_TOO_DEEP, FILE_NOT_FOUND } from './refusals.ts';

export interface SectionDraft {
  readonly fileId: string;
  readonly description: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export const createSection = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'admitOutput' | 'now'>,
  caller: Caller,
  draft: SectionDraft,
): Promise<{ readonly id: string } | Refusal> => {
  if (isTooDeep(draft.details)) return DOCUMENT_TOO_DEEP;
  const file = await reachFile(ports, caller, 'change', draft.fileId);
  if ('refused' in file) return file;
  return change(ports, caller, `a section of ${file.name}`, async (trx) => {
    if (!(await holdFile(trx, file.id))) return FILE_NOT_FOUND;
    const id = uuidv7();
    await insertSection(trx, {
      id,
      fileId: file.id,
      description: storableText(draft.description),
      details: storableRecord(draft.details),
      extractor: caller.kind === 'job' ? caller.extractor : null,
      jobId: caller.kind === 'job' ? caller.jobId : null,
      createdBy: personBehind(caller),
      createdAt: ports.now(),
    });
    return { id };
  });
};
