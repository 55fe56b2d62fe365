import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** What to do about it. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export const EmptyState = ({ icon, title, children, action }: EmptyStateProps) => (
  <div className="blank">
    <Icon name={icon} />
    <h2>{title}</h2>
    <p>{children}</p>
    {action ? <div className="acts">{action}</div> : null}
  </div>
);
