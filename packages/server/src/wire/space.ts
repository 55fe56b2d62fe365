import type {
  DataRight,
  User,
  Sharing as WireSharing,
  Space as WireSpace,
  SpaceMember as WireSpaceMember,
} from '@pawprint/protocol';
import type { UserCaller } from '../model/caller.ts';
import type { Sharing, Space, SpaceMember } from '../model/space.ts';
import { javaDate, time } from './time.ts';

export const spaceToWire = (space: Space): WireSpace => ({
  id: space.id,
  name: space.name,
  description: space.description,
  created: javaDate(space.createdAt),
  created_at: time(space.createdAt),
  created_by: space.createdBy,
  member_count: space.memberCount,
  dataset_count: space.datasetCount,
  role: space.role,
});

export const memberToWire = ({ person, email, role, addedAt }: SpaceMember): WireSpaceMember => ({
  id: person.id,
  name: person.name,
  email,
  role,
  added_at: time(addedAt),
});

/** Our names are one text: what stands after its last space is the last name. */
export const userToWire = ({ id, name, email }: UserCaller): User => {
  const split = name.lastIndexOf(' ');
  return {
    id,
    firstName: name.slice(0, Math.max(split, 0)).trim(),
    lastName: name.slice(split + 1),
    fullName: name,
    email,
  };
};

interface Asker {
  readonly rights: readonly DataRight[];
  /** Of the spaces that it is in, those that the caller sees. */
  readonly visibleSpaces: ReadonlySet<string>;
  readonly canBePublic: boolean;
}

export const sharingToWire = (
  { owner, isPublic, spaces }: Sharing,
  { rights, visibleSpaces, canBePublic }: Asker,
): WireSharing => {
  const visible = spaces.filter(({ id }) => visibleSpaces.has(id));
  return {
    owner,
    is_public: isPublic,
    can_be_public: canBePublic,
    spaces: visible.map(({ id, name, memberCount, role }) => ({
      id,
      name,
      member_count: memberCount,
      role,
    })),
    hidden_spaces: spaces.length - visible.length,
    rights: [...rights],
  };
};
