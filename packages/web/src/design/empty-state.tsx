import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** What to do about it. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** The page has no other content, so the title is the page's heading. */
  readonly page?: boolean;
}

/** Replaces an empty list: says that it is empty, and what to do about it. */
export const EmptyState = ({ icon, title, children, action, page = false }: EmptyStateProps) => (
  <div className={styles.blank}>
    <Icon name={icon} />
    {page ? <h1>{title}</h1> : <h2>{title}</h2>}
    <p>{children}</p>
    {action ? <div className={styles.action}>{action}</div> : null}
  </div>
);
