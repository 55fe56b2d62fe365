import type { ResourceRef } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';

/** What a job works on, by its name at the time; leads to its Extractions tab. */
export const ResourceLink = ({ resource: { type, id, name } }: { readonly resource: ResourceRef }) => {
  const target = { params: { id }, search: { tab: 'extractions' } } as const;
  return type === 'file' ? (
    <Link to="/files/$id" {...target}>
      {name}
    </Link>
  ) : (
    <Link to="/datasets/$id" {...target}>
      {name}
    </Link>
  );
};
