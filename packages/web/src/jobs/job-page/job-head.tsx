import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Icon } from '../../design/icon.tsx';
import { formatInstant } from '../../design/instant.ts';
import { FlagMark, StateMark } from '../../design/state.tsx';
import { CancelButton } from '../actions/cancel-button.tsx';
import { ResubmitMenu } from '../actions/resubmit-button.tsx';
import { LastHeard } from '../elapsed.tsx';
import { plainText } from '../events/terminal-text.ts';
import { ResourceLink } from '../job-links.tsx';
import { isInferred, isOver, type SeenJob } from '../job-snapshot.ts';
import { cancelSentence, headSentence } from '../job-text.ts';
import { LiveIndicator } from '../live/live-indicator.tsx';
import type { LiveJobs } from '../live/use-live-jobs.ts';
import { Waiting } from '../waiting-reason.tsx';

const CopyLink = ({ id }: { readonly id: string }) => {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <>
      <Button
        leftSection={<Icon name={clipboard.copied ? 'check' : 'link'} />}
        onClick={() => clipboard.copy(`${window.location.origin}/jobs/${id}`)}
      >
        Copy link
      </Button>
      <output className="sr">{clipboard.copied ? 'Copied' : ''}</output>
    </>
  );
};

interface ActionsProps {
  readonly job: Job;
  readonly onChanged: (job: Job) => void;
}

const Actions = ({ job, onChanged }: ActionsProps) => {
  const navigate = useNavigate();
  const over = isOver(job);
  return (
    <div className="acts">
      <CopyLink id={job.id} />
      {isInferred(job) ? null : (
        <ResubmitMenu
          job={job}
          onResubmitted={({ id }) => void navigate({ to: '/jobs/$id', params: { id } })}
          variant={job.state === 'FAILED' || job.state === 'LOST' ? 'filled' : 'default'}
        />
      )}
      {over || job.flags.includes('cancel_requested') ? null : (
        <CancelButton job={job} word="Cancel job" onCancelled={onChanged} />
      )}
    </div>
  );
};

const clock = (at: string): string => formatInstant(new Date(at), new Date());

/** Below the state: which of the three cancels it was, why the server decided what no extractor said, why it waits. */
const Notes = ({ job }: { readonly job: Job }) => {
  const handedOver = job.state !== 'SUBMITTED';
  const notes = [cancelSentence(job, clock), handedOver && job.reason && plainText(job.reason)].filter(
    Boolean,
  );
  return (
    <>
      {notes.map((note) => (
        <p key={String(note)} className="note">
          {note}
        </p>
      ))}
      {handedOver ? null : (
        <p className="note">
          <Waiting job={job} />
        </p>
      )}
    </>
  );
};

interface JobHeadProps extends ActionsProps {
  readonly seen: SeenJob;
  readonly live: LiveJobs;
}

export const JobHead = ({ seen, live, ...rest }: JobHeadProps) => {
  const { job } = seen;
  return (
    <div className="hd">
      <div className="grow">
        <h1>
          {job.extractor} <span className="dim on">on</span> <ResourceLink resource={job.resource} />
        </h1>
        <div className="job-state">
          <StateMark state={job.state} pill />
          {job.flags.map((flag) => (
            <FlagMark key={flag} flag={flag} pill />
          ))}
          <span>{headSentence(job)}</span>
          <LiveIndicator
            live={live}
            pausable={false}
            age={job.state === 'RUNNING' ? <LastHeard seen={seen} /> : ''}
          />
        </div>
        <Notes job={job} />
      </div>
      <Actions {...rest} />
    </div>
  );
};
