import type { ExtractorSharing } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { describeUsers } from './extractor-audience.tsx';

const sharing = (also: Partial<ExtractorSharing>): ExtractorSharing => ({
  owner: { id: 'ana', name: 'Ana' },
  people: [],
  spaces: [],
  hidden_spaces: 0,
  can_share: false,
  ...also,
});
const soil = { id: 's1', name: 'Soil' };

test.each<[Partial<ExtractorSharing>, string, string]>([
  [{}, 'ana', 'Private to you.'],
  [{ spaces: [soil] }, 'root', 'Private to Ana and the members of Soil.'],
  [
    { people: [{ id: 'ben', name: 'Ben' }], spaces: [soil], hidden_spaces: 2 },
    'ben',
    'Private to Ana, you, the members of Soil and the members of 2 other spaces.',
  ],
  [{ hidden_spaces: 1 }, 'ana', 'Private to you and the members of 1 space.'],
])('%j is described to %s', (also, me, text) => {
  expect(describeUsers(sharing(also), me)).toBe(text);
});
