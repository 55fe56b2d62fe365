import { v7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import type { Label } from '../model/extractor.ts';
import { noSuchExtractor, type Refusal, refuse } from '../model/refusal.ts';
import { storableRecord, storableText } from '../model/storable.ts';
import { recordAct } from '../store/audit.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import {
  isLabelNameTaken,
  namesWithoutExtractor,
  readLabel,
  removeLabel,
  writeLabel,
} from '../store/extractors/labels.ts';
import type { ExtractorPorts } from './ports.ts';

export interface LabelDraft {
  readonly name: string;
  readonly category: string | null;
  readonly extractors: readonly string[];
}

type Ports = Pick<ExtractorPorts, 'db' | 'now'>;

const NO_SUCH_LABEL = refuse('not_found', 'There is no such label.');

const labelOf = (id: string, { name, category, extractors }: LabelDraft): Label => ({
  id,
  name: storableText(name),
  category: category === null || category === '' ? null : storableText(category),
  extractors: [...new Set(extractors.map(storableText))].toSorted(),
});

const keep = async (
  { now }: Ports,
  trx: DatabaseTransaction,
  label: Label,
  by: UserCaller,
): Promise<Label | Refusal> => {
  if (await isLabelNameTaken(trx, label)) {
    return refuse('conflict', `Label name is already in use: ${label.name}`);
  }
  const [unknown] = await namesWithoutExtractor(trx, label.extractors);
  if (unknown !== undefined) return noSuchExtractor(unknown);
  await writeLabel(trx, label, now());
  const details = storableRecord({
    name: label.name,
    category: label.category,
    extractors: label.extractors,
  });
  await recordAct(trx, { by: by.id, act: 'label.write', subject: label.id, details, at: now() });
  return label;
};

export const createLabel = (ports: Ports, by: UserCaller, draft: LabelDraft): Promise<Label | Refusal> =>
  ports.db.transaction().execute((trx) => keep(ports, trx, labelOf(v7({ msecs: ports.now() }), draft), by));

export const updateLabel = (
  ports: Ports,
  by: UserCaller,
  id: string,
  draft: LabelDraft,
): Promise<Label | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const label = await readLabel(trx, id);
    return label === undefined ? NO_SUCH_LABEL : keep(ports, trx, labelOf(label.id, draft), by);
  });

/** Answers what it was. */
export const deleteLabel = ({ db, now }: Ports, by: UserCaller, id: string): Promise<Label | Refusal> =>
  db.transaction().execute(async (trx) => {
    const label = await readLabel(trx, id);
    if (label === undefined) return NO_SUCH_LABEL;
    await removeLabel(trx, label.id);
    const details = { name: label.name };
    await recordAct(trx, { by: by.id, act: 'label.delete', subject: label.id, details, at: now() });
    return label;
  });
