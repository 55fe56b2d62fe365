import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../design/icon.tsx';

const focusOnce = (place: HTMLElement | null): void => place?.focus();

interface SubmittedProps {
  /** "14 jobs of ncsa.wordcount are on their way." */
  readonly title: string;
  readonly extractor: string;
  /** Not all of it was submitted. */
  readonly partly?: boolean;
  readonly children?: ReactNode;
  readonly onMore: () => void;
  readonly onClose: () => void;
}

/** What came of it, with the way to the jobs. It is read out, since the focus moves here. */
export const Submitted = ({
  title,
  extractor,
  partly = false,
  children,
  onMore,
  onClose,
}: SubmittedProps) => (
  <div className="stack">
    <div className="submitted" data-partly={partly || undefined} tabIndex={-1} ref={focusOnce}>
      <Icon name={partly ? 'stalled' : 'done'} />
      <div>
        <h3>{title}</h3>
        {children}
        <p>
          <Link className="l" to="/extractors/$name" params={{ name: extractor }} onClick={onClose}>
            All jobs of {extractor}
          </Link>
        </p>
      </div>
    </div>
    <div className="dialog-acts">
      <Button onClick={onMore}>Submit another</Button>
      <Button variant="filled" onClick={onClose}>
        Close
      </Button>
    </div>
  </div>
);
