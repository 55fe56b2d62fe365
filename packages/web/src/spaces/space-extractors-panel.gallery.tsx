import type { SpaceExtractor } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { Refusal } from '../gallery/fake-api.ts';
import { aSpace } from './builders.ts';
import { SpaceExtractorsPanel } from './space-extractors-panel.tsx';

const anExtractor = (name: string, also: Partial<SpaceExtractor> = {}): SpaceExtractor => ({
  name,
  description: '',
  process: {},
  is_private: false,
  enabled: true,
  choice: 'default',
  ...also,
});

const extractors = [
  anExtractor('ncsa.wordcount', {
    description: 'Counts words, lines and characters of a text.',
    choice: 'off',
  }),
  anExtractor('private.k1.root-length-of-a-plant-with-a-long-name', { is_private: true, choice: 'on' }),
  anExtractor('rig.tiles', { enabled: false }),
];

export const ForAdmins = example(<SpaceExtractorsPanel space={aSpace('s1')} canManage />, {
  listSpaceExtractors: extractors,
  setSpaceExtractor: new Refusal(503, 'unavailable', 'The database does not answer.'),
});

export const ForMembers = example(
  <SpaceExtractorsPanel space={aSpace('s1', { role: 'viewer' })} canManage={false} />,
  { listSpaceExtractors: extractors },
);
