import { Button } from '@mantine/core';
import { explain } from '../api/explain.ts';
import styles from './error-panel.module.css';
import { Icon } from './icon.tsx';

interface ErrorPanelProps {
  /** What failed, as a sentence: "The files could not be loaded." */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Replaces the part that failed, never the whole page: says what failed, why, and what to do. */
export const ErrorPanel = ({ what, error, onRetry }: ErrorPanelProps) => (
  <div className={styles.error} role="alert">
    <Icon name="failed" />
    <div>
      <h2>{what}</h2>
      <p>{explain(error)}</p>
    </div>
    {onRetry ? (
      <Button className={styles.retry} leftSection={<Icon name="redo" />} onClick={onRetry}>
        Try again
      </Button>
    ) : null}
  </div>
);
