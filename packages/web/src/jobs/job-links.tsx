import type { ResourceRef } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { ShortId, shortId } from '../design/short-id.tsx';

/** A job by its short id, which leads to its page; the whole id on hover and on the clipboard. */
export const JobLink = ({ id }: { readonly id: string }) => (
  <ShortId
    id={id}
    what="job id"
    link={(text) => (
      <Link to="/jobs/$id" params={{ id }} aria-label={`Job ${shortId(id)}`} data-job-link>
        {text}
      </Link>
    )}
  />
);

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
