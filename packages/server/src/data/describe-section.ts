import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { describeSection as describeRow } from '../store/data/sections.ts';
import { storableText } from '../store/storable.ts';
import { change } from './change.ts';
import type { DataPorts } from './ports.ts';
import { reachSection } from './reach.ts';
import { SECTION_NOT_FOUND } from './refusals.ts';

export const describeSection = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'admitOutput'>,
  caller: Caller,
  id: string,
  description: string,
): Promise<{ readonly done: true } | Refusal> => {
  const section = await reachSection(ports, caller, 'change', id);
  if ('refused' in section) return section;
  return change(ports, caller, `the description of ${section.name}`, async (trx) =>
    (await describeRow(trx, section.id, storableText(description))) ? { done: true } : SECTION_NOT_FOUND,
  );
};
