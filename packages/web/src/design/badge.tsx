import clsx from 'clsx';
import styles from './badge.module.css';
import { Icon, type IconName } from './icon.tsx';

/** The tones that tokens.css has colours for. */
export type Tone =
  | 'submitted'
  | 'queued'
  | 'running'
  | 'retrying'
  | 'done'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'lost'
  | 'stalled';

/** A state as a person reads it: never the colour alone. */
export interface BadgeContent {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** What it means, on hover. */
  readonly explanation?: string;
}

export interface BadgeProps {
  readonly content: BadgeContent;
  readonly pill?: boolean;
  /** The label is for screen readers and on hover only: where badges of many states stand side by side. */
  readonly iconOnly?: boolean;
}

/** Icon, label and colour. */
export const Badge = ({ content, pill = false, iconOnly = false }: BadgeProps) => {
  const { label, icon, tone, explanation } = content;
  return (
    <span
      className={clsx(styles.badge, pill && styles.pill)}
      data-tone={tone}
      title={iconOnly ? label : explanation}
      role={iconOnly ? 'img' : undefined}
      aria-label={iconOnly ? label : undefined}
    >
      <Icon name={icon} />
      {iconOnly ? null : <span>{label}</span>}
    </span>
  );
};
