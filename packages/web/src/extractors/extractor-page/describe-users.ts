import type { ExtractorSharing } from '@pawprint/protocol';
import { countOf } from '../../design/count.ts';

/** Who uses a private extractor, in one sentence: "Private to Ana and the members of Soil." */
export const describeUsers = (
  { owner, people, spaces, hidden_spaces: hidden }: ExtractorSharing,
  myId: string | undefined,
): string => {
  const nameOf = ({ id, name }: { readonly id: string; readonly name: string }): string =>
    id === myId ? 'you' : name;
  const users = [
    ...(owner ? [nameOf(owner)] : []),
    ...people.map(nameOf),
    ...spaces.map(({ name }) => `the members of ${name}`),
    ...(hidden > 0 ? [`the members of ${countOf(hidden, spaces.length > 0 ? 'other space' : 'space')}`] : []),
  ];
  const last = users.at(-1) ?? '';
  const list = users.length < 2 ? last : `${users.slice(0, -1).join(', ')} and ${last}`;
  return `Private to ${list}.`;
};
