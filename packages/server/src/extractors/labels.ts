import { v7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import type { Label } from '../model/extractor.ts';
import { noSuchExtractor, type Refusal, refuse } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
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

type Ports = Pick<ExtractorPorts, 'db' | 'now'>;

export interface LabelDraft {
  readonly name: string;
  readonly category: string | null;
  readonly extractors: readonly string[];
}

export const createLabel = (ports: Ports, by: UserCaller, draft: LabelDraft): Promise<Label | Refusal> =>
  ports.db.transaction().execute((trx) => {
    const id = v7({ msecs: ports.now() });
    return storeLabel(ports, trx, labelOf(id, draft), by);
  });

export const updateLabel = (
  ports: Ports,
  by: UserCaller,
  id: string,
  draft: LabelDraft,
): Promise<Label | Refusal> =>
  ports.db.transaction().execute(async (trx) => {
    const label = await readLabel(trx, id);
    return label === undefined ? NO_SUCH_LABEL : storeLabel(ports, trx, labelOf(label.id, draft), by);
  });

/** Answers the label as it was. */
export const deleteLabel = ({ db, now }: Ports, by: UserCaller, id: string): Promise<Label | Refusal> =>
  db.transaction().execute(async (trx) => {
    const label = await readLabel(trx, id);
    if (label === undefined) return NO_SUCH_LABEL;
    await removeLabel(trx, label.id);
    await recordAct(trx, { by, act: 'label.delete', subject: label.id, name: label.name, at: now() });
    return label;
  });

const NO_SUCH_LABEL = refuse('not_found', 'There is no such label.');

const labelOf = (id: string, { name, category, extractors }: LabelDraft): Label => ({
  id,
  name: storableText(name),
  category: category === null || category === '' ? null : storableText(category),
  extractors: [...new Set(extractors.map(storableText))].toSorted(),
});

const storeLabel = async (
  { now }: Ports,
  trx: DatabaseTransaction,
  label: Label,
  by: UserCaller,
): Promise<Label | Refusal> => {
  if (await isLabelNameTaken(trx, label))
    return refuse('conflict', `Label name is already in use: ${label.name}`);
  const [unknown] = await namesWithoutExtractor(trx, label.extractors);
  if (unknown !== undefined) return noSuchExtractor(unknown);
  const at = now();
  await writeLabel(trx, label, at);
  const { id, name, ...details } = label;
  await recordAct(trx, { by, act: 'label.write', subject: id, name, details, at });
  return label;
};
