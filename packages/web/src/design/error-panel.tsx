import { Button } from '@mantine/core';
import { explain } from '../api/explain.ts';
import { Icon } from './icon.tsx';

interface ErrorPanelProps {
  /** What failed, as a sentence: "The files could not be loaded." */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Takes the place of what failed, never of the page: what, why, what to do. */
export const ErrorPanel = ({ what, error, onRetry }: ErrorPanelProps) => (
  <div className="trouble" role="alert">
    <Icon name="failed" />
    <div>
      <h2>{what}</h2>
      <p>{explain(error)}</p>
    </div>
    {onRetry ? (
      <Button leftSection={<Icon name="redo" />} onClick={onRetry}>
        Try again
      </Button>
    ) : null}
  </div>
);
