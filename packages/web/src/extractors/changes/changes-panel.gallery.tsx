import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { at } from '../../jobs/builders.ts';
import { aChange } from '../builders.ts';
import { AllChanges } from './changes-panel.tsx';

const ANA = { id: 'u1', name: 'Ana Ruiz' };

const newExtractor = aChange({
  id: 'c2',
  extractor: 'soil.profile-depth',
  kind: 'new',
  owner: ANA,
  differences: [
    { field: 'files', before: [], after: ['image/tiff', 'image/png'] },
    { field: 'queue', before: [], after: ['soil.profile-depth'] },
    { field: 'parameters', before: [], after: ['depth: {"type":"integer"}'] },
    { field: 'version', before: [], after: ['0.1'] },
  ],
});

export const Waiting = example(<AllChanges />, {
  listExtractorChanges: {
    items: [
      aChange({ from: { ...aChange().from, broker_user: 'guest' } }),
      newExtractor,
      aChange({
        id: 'c3',
        state: 'applied',
        from: { lane: 'http', instance_id: null, host: null, broker_user: null, user: ANA },
      }),
      aChange({ id: 'c4', state: 'declined', decided_by: ANA, decided_at: at(60_000) }),
    ],
  },
  approveExtractorChange: { status: 'success' },
  declineExtractorChange: new Refusal(409, 'conflict', 'Somebody has decided on this change already.'),
});

export const None = example(<AllChanges />, { listExtractorChanges: { items: [] } });

export const Loading = example(<AllChanges />, { listExtractorChanges: PENDING });

export const Failed = example(<AllChanges />, {
  listExtractorChanges: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
