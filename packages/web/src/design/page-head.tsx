import type { ReactNode } from 'react';
import styles from './page-head.module.css';

interface PageHeadProps {
  /** The <h1>, and below it the facts. */
  readonly children: ReactNode;
  /** Before the title. */
  readonly picture?: ReactNode;
  /** Buttons beside the title; below it on a phone. */
  readonly actions?: ReactNode;
}

/** What a page is about, and what can be done with it. */
export const PageHead = ({ children, picture, actions }: PageHeadProps) => (
  <div className={styles.head}>
    {picture}
    <div className={styles.title}>{children}</div>
    {actions ? <div className={styles.actions}>{actions}</div> : null}
  </div>
);
