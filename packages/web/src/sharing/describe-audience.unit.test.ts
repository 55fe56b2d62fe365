import { describe, expect, it } from 'vitest';
import { aSharing } from '../spaces/builders.ts';
import { describeAudience } from './describe-audience.ts';

const ANA = { id: 'u1', role: 'user' };
const BEN = { id: 'ben', role: 'user' };

const aSpace = (name: string, count: number, role: 'viewer' | 'admin' | null = 'viewer') => ({
  id: name,
  name,
  member_count: count,
  role,
});

describe('the sentence for the owner', () => {
  it('names nobody else while nothing is shared', () => {
    expect(describeAudience(aSharing(), ANA)).toBe('Only you see this dataset.');
  });

  it('counts the other members of a space', () => {
    const spaces = [aSpace('Soil lab', 5)];
    expect(describeAudience(aSharing({ spaces }), ANA)).toBe(
      'You and the 4 other members of Soil lab see this dataset.',
    );
  });

  it('counts all members of a space that the owner has left', () => {
    const spaces = [aSpace('Soil lab', 4, null)];
    expect(describeAudience(aSharing({ spaces }), ANA)).toBe(
      'You and the 4 members of Soil lab see this dataset.',
    );
  });

  it('says that a space has no other members', () => {
    const spaces = [aSpace('Soil lab', 1, 'admin')];
    expect(describeAudience(aSharing({ spaces }), ANA)).toBe(
      'Only you see this dataset: there is nobody else in Soil lab.',
    );
  });

  it('lists several spaces, and counts those beyond three', () => {
    const spaces = [aSpace('Soil lab', 2), aSpace('Roots', 3)];
    expect(describeAudience(aSharing({ spaces }), ANA)).toBe(
      'You, the other member of Soil lab and the 2 other members of Roots see this dataset.',
    );
    const many = ['A', 'B', 'C', 'D'].map((name) => aSpace(name, 9));
    expect(describeAudience(aSharing({ spaces: many, hidden_spaces: 2 }), ANA)).toBe(
      'You and the members of 6 spaces see this dataset.',
    );
  });

  it('counts the spaces that the owner does not see', () => {
    const spaces = [aSpace('Soil lab', 5)];
    expect(describeAudience(aSharing({ spaces, hidden_spaces: 2 }), ANA)).toBe(
      'You, the 4 other members of Soil lab and the members of 2 other spaces see this dataset.',
    );
    expect(describeAudience(aSharing({ hidden_spaces: 1 }), ANA)).toBe(
      'You and the members of 1 space see this dataset.',
    );
  });
});

describe('the sentence for others', () => {
  it('names the owner and the space', () => {
    const spaces = [aSpace('Soil lab', 5)];
    expect(describeAudience(aSharing({ spaces }), BEN)).toBe(
      'Ana Ruiz and the 5 members of Soil lab see this dataset.',
    );
  });

  it('says by which office an administrator or an auditor sees it', () => {
    expect(describeAudience(aSharing(), { id: 'zoe', role: 'admin' })).toBe(
      'Ana Ruiz and you as an administrator see this dataset.',
    );
    expect(describeAudience(aSharing({ owner: null }), { id: 'zoe', role: 'auditor' })).toBe(
      'You as an auditor see this dataset.',
    );
  });

  it('does without the owner after their account was deleted', () => {
    const spaces = [aSpace('Soil lab', 5)];
    expect(describeAudience(aSharing({ owner: null, spaces }), BEN)).toBe(
      'The 5 members of Soil lab see this dataset.',
    );
    expect(describeAudience(aSharing({ owner: null, spaces: [aSpace('Soil lab', 1)] }), BEN)).toBe(
      'Only you see this dataset.',
    );
  });
});

it('a public dataset is seen by everybody, whoever reads the sentence', () => {
  const sentence = 'Everybody sees this dataset, signed in or not.';
  for (const me of [ANA, BEN, undefined])
    expect(describeAudience(aSharing({ is_public: true }), me)).toBe(sentence);
});
