import type { Job } from '@pawprint/protocol';
import { isInferred, isOver } from '../job/seen-job.ts';
import { CancelButton } from './cancel-button.tsx';
import { ResubmitButton } from './resubmit-button.tsx';

interface RowActionProps {
  readonly job: Job;
  readonly onChanged: (job: Job) => void;
  readonly onResubmitted: (job: Job) => void;
}

/** The one thing to do with a job in a row. Only what went wrong is outlined. */
export const RowAction = ({ job, onChanged, onResubmitted }: RowActionProps) => {
  if (isInferred(job)) return null;
  const wentWrong = job.state === 'FAILED' || job.state === 'LOST';
  if (isOver(job))
    return (
      <ResubmitButton
        job={job}
        onResubmitted={onResubmitted}
        size="xs"
        variant={wentWrong ? 'default' : 'subtle'}
      />
    );
  if (job.flags.includes('cancel_requested')) return <span className="dim">Cancelling…</span>;
  return <CancelButton job={job} onCancelled={onChanged} size="xs" variant="subtle" />;
};
