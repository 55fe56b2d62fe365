import type { Sharing } from '@pawprint/protocol';
import { formatCount } from '../design/count.ts';
import { type Asker, isOwner } from './sharing-query.ts';

type SharedSpace = Sharing['spaces'][number];

/** Who sees a dataset, in one sentence. */
export const describeAudience = (sharing: Sharing, me: Asker | undefined): string => {
  if (sharing.is_public && sharing.can_be_public) return 'Everybody sees this dataset, signed in or not.';
  if (isOwner(sharing, me)) return describeForOwner(sharing);
  const seers = [
    ...(sharing.owner ? [sharing.owner.name] : []),
    ...describeGroups(sharing, describeMembers),
    ...(isMember(sharing) ? [] : describeOffice(me)),
  ];
  return sentenceAbout(seers);
};

const describeForOwner = (sharing: Sharing): string => {
  const others = describeGroups(sharing, describeOtherMembers);
  if (others.length > 0 || sharing.spaces.length === 0) return sentenceAbout(['you', ...others]);
  const names = listed(sharing.spaces.map(({ name }) => name));
  return `Only you see this dataset: there is nobody else in ${names}.`;
};

const sentenceAbout = (seers: readonly string[]): string => {
  const list = listed(seers);
  if (list === 'you') return 'Only you see this dataset.';
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} see this dataset.`;
};

const isMember = ({ spaces }: Sharing): boolean => spaces.some(({ role }) => role !== null);

const describeOffice = (me: Asker | undefined): readonly string[] => {
  if (me?.role === 'admin') return ['you as an administrator'];
  return me?.role === 'auditor' ? ['you as an auditor'] : [];
};

/** Beyond so many, the sentence only counts the spaces. */
const MOST_NAMED = 3;

/** The members of each space that this person sees, then how many more spaces there are. */
const describeGroups = (
  { spaces, hidden_spaces: hidden }: Sharing,
  describe: (space: SharedSpace) => string | null,
): readonly string[] => {
  const groups = spaces.map(describe).filter((group) => group !== null);
  if (groups.length > MOST_NAMED) return [membersOfSpaces(groups.length + hidden, '')];
  return hidden === 0 ? groups : [...groups, membersOfSpaces(hidden, spaces.length > 0 ? 'other ' : '')];
};

const membersOfSpaces = (count: number, other: 'other ' | ''): string =>
  `the members of ${formatCount(count)} ${other}space${count === 1 ? '' : 's'}`;

const describeMembers = ({ name, member_count: count, role }: SharedSpace): string | null => {
  if (count === 0) return null;
  if (count === 1) return role === null ? `the only member of ${name}` : 'you';
  return `the ${formatCount(count)} members of ${name}`;
};

/** For an owner, who is counted as "you" already. */
const describeOtherMembers = (space: SharedSpace): string | null => {
  if (space.role === null) return describeMembers(space);
  const others = space.member_count - 1;
  if (others === 0) return null;
  return others === 1
    ? `the other member of ${space.name}`
    : `the ${formatCount(others)} other members of ${space.name}`;
};

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
