import type { SearchHit, SearchKind } from '@pawprint/protocol';
import { writeJobQuery } from '@pawprint/protocol/client';
import { linkOptions } from '@tanstack/react-router';
import type { IconName } from '../design/icon.tsx';

interface KindText {
  /** The heading of its hits. */
  readonly title: string;
  readonly icon: IconName;
}

export const KIND_TEXTS: Readonly<Record<SearchKind, KindText>> = {
  dataset: { title: 'Datasets', icon: 'folder' },
  file: { title: 'Files', icon: 'file' },
  job: { title: 'Jobs', icon: 'running' },
  extractor: { title: 'Extractors', icon: 'flask' },
  metadata: { title: 'Metadata', icon: 'table' },
  space: { title: 'Spaces', icon: 'people' },
  person: { title: 'People', icon: 'person' },
};

/** What tells the hit from all others. */
export const keyOfHit = (hit: SearchHit): string => {
  if (hit.kind === 'metadata') return `metadata ${hit.hit.resource.id}`;
  return `${hit.kind} ${hit.kind === 'extractor' ? hit.name : hit.id}`;
};

export const titleOfHit = (hit: SearchHit): string => {
  if (hit.kind === 'metadata') return hit.hit.resource.name;
  return hit.kind === 'job' ? `${hit.extractor} on ${hit.resource.name}` : hit.name;
};

/** Where the hit is: the dataset of a file. */
export const placeOfHit = (hit: SearchHit): string | null => {
  if (hit.kind === 'file') return hit.dataset.name;
  if (hit.kind === 'metadata' && hit.hit.resource.type === 'file') return hit.hit.dataset.name;
  return null;
};

interface Reason {
  readonly label: string;
  readonly text: string;
}

const FIELDS = {
  id: 'id',
  name: 'name',
  description: 'description',
  tag: 'tag',
  message: 'message',
  email: 'e-mail address',
} as const;

/** Why the hit was found, unless its title says it. */
export const reasonsOfHit = (hit: SearchHit): readonly Reason[] => {
  if (hit.kind === 'metadata') return hit.hit.values.map(({ key, value }) => ({ label: key, text: value }));
  const { field, text } = hit.why;
  return field === 'name' ? [] : [{ label: FIELDS[field], text }];
};

/** The page of the hit. A person's is the list of their jobs. */
export const linkOfHit = (hit: SearchHit) => {
  switch (hit.kind) {
    case 'dataset':
      return linkOptions({ to: '/datasets/$id', params: { id: hit.id } });
    case 'file':
      return linkOptions({ to: '/files/$id', params: { id: hit.id } });
    case 'job':
      return linkOptions({ to: '/jobs/$id', params: { id: hit.id } });
    case 'extractor':
      return linkOptions({ to: '/extractors/$name', params: { name: hit.name } });
    case 'metadata':
      return hit.hit.resource.type === 'file'
        ? linkOptions({ to: '/files/$id', params: { id: hit.hit.resource.id }, search: { tab: 'metadata' } })
        : linkOptions({
            to: '/datasets/$id',
            params: { id: hit.hit.resource.id },
            search: { tab: 'metadata' },
          });
    case 'space':
      return linkOptions({ to: '/spaces/$id', params: { id: hit.id } });
    case 'person':
      return linkOptions({ to: '/jobs', search: { q: writeJobQuery({ key: 'by', values: [hit.name] }) } });
  }
};
