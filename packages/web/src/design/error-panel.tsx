import { Button } from '@mantine/core';
import { explain } from '../api/explain.ts';
import { useServerAway } from '../api/server-reachable.ts';
import styles from './error-panel.module.css';
import { Icon } from './icon.tsx';

interface ErrorPanelProps {
  /** What failed, as a sentence: "The files could not be loaded." */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/**
 * Replaces the part that failed, never the whole page: says what failed, why, and what to do. Where the server cannot be reached, it tries
 * again by itself.
 */
export const ErrorPanel = ({ what, error, onRetry }: ErrorPanelProps) => {
  const isServerAway = useServerAway(error, onRetry);
  return (
    <div className={styles.error} role="alert">
      <Icon name="failed" />
      <div>
        <h2>{isServerAway ? 'Can’t reach the server' : what}</h2>
        <p>{isServerAway ? 'Trying again…' : explain(error)}</p>
      </div>
      {onRetry ? (
        <Button className={styles.retry} leftSection={<Icon name="redo" />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
};
