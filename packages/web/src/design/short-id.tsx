import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import styles from './short-id.module.css';
import text from './text.module.css';

/** A UUIDv7 begins with the time, so ids made together differ only at their end. */
export const shortId = (id: string): string => id.slice(-8);

interface ShortIdProps {
  readonly id: string;
  /** "job id", "SHA-256": what the copy button says it copies. */
  readonly what: string;
  /** Wraps the short id, for instance in a link. */
  readonly link?: (text: string) => ReactNode;
}

/** The last 8 characters; the whole id on hover, and a button that copies it. */
export const ShortId = ({ id, what, link }: ShortIdProps) => (
  <span className={styles.id}>
    <span className={text.identifier} title={id}>
      {link ? link(shortId(id)) : shortId(id)}
    </span>
    <CopyButton text={id} what={`${what} ${shortId(id)}`} />
  </span>
);
