import { requireOperator } from '../../access/require-resource.ts';
import { createLabel, deleteLabel, type LabelDraft, updateLabel } from '../../extractors/labels.ts';
import type { Label } from '../../model/extractor.ts';
import type { Refusal } from '../../model/refusal.ts';
import { readLabels } from '../../store/extractors/labels.ts';
import { labelToWire } from '../../wire/extractor.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

type LabelRouteName =
  | 'listExtractorLabels'
  | 'createExtractorLabel'
  | 'updateExtractorLabel'
  | 'deleteExtractorLabel';

export const labelHandlers = (ports: ExtractorHandlerPorts): Handlers<LabelRouteName> => ({
  listExtractorLabels: async () => ok((await readLabels(ports.db)).map(labelToWire)),

  createExtractorLabel: async ({ caller, body }) => {
    const by = await requireOperator(ports, caller);
    return 'refused' in by ? by : answer(await createLabel(ports, by, draftOf(body)));
  },

  updateExtractorLabel: async ({ caller, params, body }) => {
    const by = await requireOperator(ports, caller);
    return 'refused' in by ? by : answer(await updateLabel(ports, by, params.id, draftOf(body)));
  },

  deleteExtractorLabel: async ({ caller, params }) => {
    const by = await requireOperator(ports, caller);
    return 'refused' in by ? by : answer(await deleteLabel(ports, by, params.id));
  },
});

const draftOf = ({
  name,
  category,
  extractors,
}: HandlerRequest<'createExtractorLabel'>['body']): LabelDraft => ({
  name,
  category: category ?? null,
  extractors,
});

const answer = (label: Label | Refusal) => ('refused' in label ? label : ok(labelToWire(label)));
