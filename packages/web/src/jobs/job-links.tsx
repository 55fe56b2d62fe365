import type { ResourceRef } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ShortId, shortId } from '../design/short-id.tsx';
import { useMe } from '../session/session.ts';

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

interface ExtractorLinkProps {
  readonly name: string;
  readonly className?: string | undefined;
  /** A part of its page. */
  readonly hash?: string;
  /** Within a widget of one stop, -1. */
  readonly tabIndex?: number;
  readonly children: ReactNode;
}

/** Leads to the extractor's page; for visitors, to whom it is not shown, plain text. */
export const ExtractorLink = ({ name, className, hash, tabIndex, children }: ExtractorLinkProps) =>
  useMe() === undefined ? (
    <span className={className}>{children}</span>
  ) : (
    <Link
      to="/extractors/$name"
      params={{ name }}
      className={className}
      tabIndex={tabIndex}
      {...(hash && { hash })}
    >
      {children}
    </Link>
  );
