import type { ResourceRef } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { ShortId, shortId } from '../design/short-id.tsx';

/** A job's short id as a link to its page. The whole id is shown on hover and copied by the button. */
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

/** The file or dataset a job works on, by its name at that time, as a link to its Extractions tab. */
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
