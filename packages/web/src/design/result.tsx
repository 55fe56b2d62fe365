import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './result.module.css';
import text from './text.module.css';

interface ResultProps {
  /** All was done, and nothing left out. */
  readonly isWhole: boolean;
  /** The focus moves here when it appears, so that screen readers read it out. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

/** What was done, after an icon that says whether it was all. */
export const Result = ({ isWhole, takesFocus = false, children }: ResultProps) => (
  <div
    className={styles.result}
    tabIndex={takesFocus ? -1 : undefined}
    ref={takesFocus ? focusOnce : undefined}
  >
    <span className={text.toned} data-tone={isWhole ? 'done' : 'stalled'}>
      <Icon name={isWhole ? 'done' : 'stalled'} />
    </span>
    <div>{children}</div>
  </div>
);

const focusOnce = (element: HTMLElement | null): void => element?.focus();
