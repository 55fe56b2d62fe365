import { Button, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { countOf } from '../../design/count.ts';
import { formatRoughly } from '../../design/duration.ts';
import { Icon, type IconName } from '../../design/icon.tsx';
import { formatInstant } from '../../design/instant.ts';
import layout from '../../design/layout.module.css';
import { PageHead } from '../../design/page-head.tsx';
import { FlagBadge, StateBadge } from '../../design/state.tsx';
import { TellMeButton } from '../../notifications/tell-me-button.tsx';
import { useRight } from '../../sharing/rights.tsx';
import { CancelButton } from '../actions/cancel-button.tsx';
import { ResubmitMenu } from '../actions/resubmit-button.tsx';
import { LastUpdate } from '../elapsed.tsx';
import { plainText } from '../events/terminal-text.ts';
import { ExtractorLink, ResourceLink } from '../job-links.tsx';
import { isInferred, isOver, type JobSnapshot } from '../job-snapshot.ts';
import { cancelSummary, hasFailed, stateSummary } from '../job-text.ts';
import { LiveIndicator } from '../live/live-indicator.tsx';
import type { LiveJobs } from '../live/use-live-jobs.ts';
import styles from './job-head.module.css';

interface JobHeadProps {
  readonly snapshot: JobSnapshot;
  readonly live: LiveJobs;
  /** Receives the job that an action changed. */
  readonly onChanged: (job: Job) => void;
}

export const JobHead = ({ snapshot, live, onChanged }: JobHeadProps) => {
  const { job } = snapshot;
  return (
    <PageHead actions={<Actions job={job} onChanged={onChanged} />}>
      <h1>
        <ExtractorLink name={job.extractor}>{job.extractor}</ExtractorLink>{' '}
        <span className={styles.on}>on</span> <ResourceLink resource={job.resource} />
      </h1>
      <section className={styles.state} aria-label="State of the job">
        <StateBadge state={job.state} pill />
        {job.flags.map((flag) => (
          <FlagBadge key={flag} flag={flag} pill />
        ))}
        <span>{stateSummary(job)}</span>
        {isOver(job) ? null : (
          <LiveIndicator
            live={live}
            pausable={false}
            age={job.state === 'RUNNING' ? <LastUpdate snapshot={snapshot} /> : ''}
          />
        )}
      </section>
      <Notes job={job} />
    </PageHead>
  );
};

/** How the job was cancelled, why it is where it is, and what its log lacks. */
const Notes = ({ job }: { readonly job: Job }) => {
  // The summary of a cancel says the same as this reason, and who asked for it.
  const reason = job.reason && job.reason.code !== 'cancelling' ? plainText(job.reason.text) : null;
  const notes = [cancelSummary(job, formatTime), reason, ...droppedNotes(job)].filter(
    (note) => note !== null,
  );
  return (
    <>
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </>
  );
};

const formatTime = (at: string): string => formatInstant(new Date(at), new Date());

const droppedNotes = ({ lines_dropped: dropped }: Job): string[] => {
  if (dropped === null) return [];
  const lines = Object.entries(dropped.by_level).map(
    ([level, count]) => `${countOf(count, 'line')} of level ${level}`,
  );
  const silence = formatRoughly(dropped.silent_ms);
  return [
    `The extractor dropped ${lines.join(', ')}: the server took none for ${silence}. The log says where; errors and the end are all there.`,
  ];
};

const Actions = ({ job, onChanged }: Pick<JobHeadProps, 'onChanged'> & { readonly job: Job }) => {
  const navigate = useNavigate();
  const canSubmit = useRight('submit');
  const canCancel = useRight('cancel') && !isOver(job) && !job.flags.includes('cancel_requested');
  return (
    <>
      {hasFailed(job) ? (
        <CopyTextButton
          icon="copy"
          className={layout.onlyWide}
          title="Fetches the job's input, message and log into a folder, to run your extractor on them without a server"
          text={`npx pawprint job pull ${job.id} --url ${window.location.origin}`}
        >
          Copy pull command
        </CopyTextButton>
      ) : null}
      <CopyTextButton icon="link" text={`${window.location.origin}/jobs/${job.id}`}>
        Copy link
      </CopyTextButton>
      <Button
        className={layout.onlyWide}
        leftSection={<Icon name="table" />}
        renderRoot={(props) => (
          <Link to="/jobs/compare" search={{ left: job.id }} {...props} type={undefined} />
        )}
      >
        Compare
      </Button>
      {isOver(job) ? null : <TellMeButton of={{ job_ids: [job.id] }} />}
      {isInferred(job) || !canSubmit ? null : (
        <ResubmitMenu
          job={job}
          onResubmitted={({ id }) => void navigate({ to: '/jobs/$id', params: { id } })}
          variant={hasFailed(job) ? 'filled' : 'default'}
        />
      )}
      {canCancel ? <CancelButton job={job} label="Cancel job" onCancelled={onChanged} /> : null}
    </>
  );
};

interface CopyTextButtonProps {
  readonly icon: IconName;
  readonly text: string;
  readonly title?: string;
  readonly className?: string | undefined;
  readonly children: string;
}

const CopyTextButton = ({ icon, text, children, ...rest }: CopyTextButtonProps) => {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <>
      <Button
        {...rest}
        leftSection={<Icon name={clipboard.copied ? 'check' : icon} />}
        onClick={() => clipboard.copy(text)}
      >
        {children}
      </Button>
      <VisuallyHidden component="output">{clipboard.copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  );
};
