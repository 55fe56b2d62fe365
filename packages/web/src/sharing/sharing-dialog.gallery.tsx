import { aDataset } from '../files/builders.ts';
import { example } from '../gallery/example.tsx';
import type { Answers } from '../gallery/fake-api.ts';
import { aPerson, aSharing, aSpace } from '../spaces/builders.ts';
import { SharingDialog } from './sharing-dialog.tsx';

const dialog = <SharingDialog dataset={aDataset()} opened onClose={() => undefined} />;
const soilLab = { id: 's1', name: 'Soil lab', member_count: 5, role: 'editor' } as const;

/** Two spaces, one of them only to look at, and changes that show. */
export const changing = (first = aSharing({ spaces: [soilLab], hidden_spaces: 2 })): Answers => {
  let sharing = first;
  const done = { status: 'success' } as const;
  return {
    showDatasetSharing: () => sharing,
    listSpaces: [
      aSpace('s1', { role: 'editor' }),
      aSpace('s2', { name: 'Roots', member_count: 3, role: 'admin' }),
      aSpace('s3', { name: 'Visitors', role: 'viewer' }),
    ],
    shareDataset: () => {
      const roots = { id: 's2', name: 'Roots', member_count: 3, role: 'admin' } as const;
      sharing = { ...sharing, spaces: [...sharing.spaces, roots] };
      return done;
    },
    unshareDataset: () => {
      sharing = { ...sharing, spaces: sharing.spaces.slice(0, -1) };
      return done;
    },
    setDatasetPublic: (_, body) => {
      sharing = { ...sharing, is_public: (body as { public: boolean }).public };
      return done;
    },
  };
};

export const Shared = example(dialog, changing());

export const Alone = example(dialog, {
  showDatasetSharing: aSharing(),
  listSpaces: [],
  listUsers: [aPerson('u1', 'Ana Ruiz')],
});

export const OnlyToRead = example(dialog, {
  ...changing(
    aSharing({
      owner: { id: 'u2', name: 'Ben Okafor' },
      spaces: [soilLab],
      is_public: true,
      rights: ['see'],
    }),
  ),
  showMe: { id: 'u1', email: 'ana@example.org', name: 'Ana Ruiz', role: 'user', rights: ['create'] },
});

export const NotPublicHere = example(dialog, changing(aSharing({ can_be_public: false })));
