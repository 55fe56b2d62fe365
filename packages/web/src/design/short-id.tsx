import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

/** UUIDv7 begins with the time: ids made together differ at their end. */
export const shortId = (id: string): string => id.slice(-8);

interface ShortIdProps {
  readonly id: string;
  /** "job id", "SHA-256": what the copy button says it copies. */
  readonly what: string;
  /** Wraps the short id, for instance in a link. */
  readonly link?: (text: string) => ReactNode;
}

/** The last 8 characters, the whole id on hover, a copy button beside. */
export const ShortId = ({ id, what, link }: ShortIdProps) => (
  <span className="idw">
    <span className="id" title={id}>
      {link ? link(shortId(id)) : shortId(id)}
    </span>
    <CopyButton text={id} what={`${what} ${shortId(id)}`} />
  </span>
);
