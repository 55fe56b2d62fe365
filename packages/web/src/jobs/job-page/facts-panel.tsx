import { VisuallyHidden } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { datasetQuery } from '../../datasets/dataset-queries.ts';
import { formatBytes } from '../../design/bytes.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Panel } from '../../design/panel.tsx';
import { shortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { useNow } from '../../design/use-now.ts';
import { fileQuery } from '../../files/file-query.ts';
import elapsed from '../elapsed.module.css';
import { ExtractorLink } from '../job-links.tsx';
import type { JobDetail } from '../job-query.ts';
import { isOver, timesAt } from '../job-snapshot.ts';
import { submitterOf, versionText } from '../job-text.ts';
import { elapsedParts, elapsedSums, jobBars, type Part, type PartKind } from '../timeline/attempt-bars.ts';
import styles from './facts-panel.module.css';

/** What is known about a job, and where its time went. */
export const FactsPanel = ({ detail }: { readonly detail: JobDetail }) => {
  const { job, attempts, clock } = detail;
  return (
    <Panel className={styles.panel} aria-label="Facts and time">
      <dl className={styles.facts}>
        <Fact name="Job">
          <CopiedId id={job.id} what="job id" />
        </Fact>
        <Fact name="Extractor version">
          <ExtractorVersion job={job} />
        </Fact>
        <Fact name="Submitted by">
          <SubmittedBy job={job} />
        </Fact>
        <Fact name="Trigger">
          <Trigger job={job} />
        </Fact>
        <Fact name="Instance">
          <Instance id={attempts.at(-1)?.instance_id ?? null} />
        </Fact>
        <Fact name="Resource">
          {job.resource.type === 'file' ? <FileFact id={job.resource.id} /> : 'dataset'}
        </Fact>
        <Fact name="Dataset">
          <DatasetFact id={job.dataset_id} />
        </Fact>
        <Fact name="Submitted">
          <Time at={job.submitted_at} inSentence />
        </Fact>
      </dl>
      <ElapsedTime detail={detail} />
      {clock ? (
        <p className={styles.clock}>The extractor’s {clock.text}. No time of it is used here.</p>
      ) : null}
    </Panel>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Dimmed = ({ children }: { readonly children: ReactNode }) => (
  <span className={text.dimmed}>{children}</span>
);

const CopiedId = ({ id, what }: { readonly id: string; readonly what: string }) => (
  <>
    <span className={clsx(text.identifier, styles.identifier)} title={id}>
      {shortId(id)}
    </span>
    <CopyButton text={id} what={`${what} ${shortId(id)}`} />
  </>
);

const ExtractorVersion = ({ job }: { readonly job: Job }) => {
  const version = versionText(job);
  if (version === '') return <Dimmed>–</Dimmed>;
  return (
    <ExtractorLink className={text.truncated} name={job.extractor} hash="versions-head">
      {version}
    </ExtractorLink>
  );
};

const SubmittedBy = ({ job }: { readonly job: Job }) => {
  const { name, known } = submitterOf(job);
  if (!known) return <Dimmed>{name}</Dimmed>;
  return <span className={text.truncated}>{job.submitted_by ? name : 'no person'}</span>;
};

const Trigger = ({ job }: { readonly job: Job }) => (
  <span className={text.truncated} title={job.cause ? `triggered by ${job.cause.name}` : undefined}>
    {job.trigger}
    {job.cause ? <Dimmed> by {job.cause.name}</Dimmed> : null}
  </span>
);

const Instance = ({ id }: { readonly id: string | null }) =>
  id ? <CopiedId id={id} what="instance id" /> : <Dimmed>–</Dimmed>;

const FileFact = ({ id }: { readonly id: string }) => {
  const { data, isError } = useQuery(fileQuery(id));
  if (isError) return <Dimmed>not available</Dimmed>;
  return data ? (
    <span className={text.truncated}>
      {data['content-type']}, {formatBytes(data.size_bytes)}
    </span>
  ) : (
    '…'
  );
};

/** A job carries no name of its dataset, so the dataset is loaded. It may be deleted, or hidden from this person. */
const DatasetFact = ({ id }: { readonly id: string | null }) => {
  const { data, isError } = useQuery({ ...datasetQuery(id ?? ''), enabled: id !== null });
  if (id === null || isError) return <Dimmed>{id === null ? '–' : 'not available'}</Dimmed>;
  return data ? (
    <Link className={text.truncated} to="/datasets/$id" params={{ id }}>
      {data.name}
    </Link>
  ) : (
    '…'
  );
};

const PART_LABELS: Readonly<Record<PartKind, string>> = {
  wait: 'Wait',
  earlier: 'Earlier attempts',
  retry: 'Retry',
  run: 'Run',
};

/** The elapsed time, as a bar of its parts in order and as four sums that add up to it. */
const ElapsedTime = ({ detail }: { readonly detail: JobDetail }) => {
  const now = useNow(!isOver(detail.job));
  const times = timesAt(detail, now);
  const { bars, total } = jobBars(detail, now);
  const sums = elapsedSums(times);
  const isRunning = detail.job.state === 'RUNNING';
  return (
    <div>
      <div className={styles.elapsed}>
        <span className={styles.name}>Elapsed</span>
        <span className={clsx(styles.total, isRunning && elapsed.ticking)}>
          {formatDuration(times.elapsedMs)}
        </span>
      </div>
      <div className={styles.parts} aria-hidden="true">
        {elapsedParts(bars, total).map((part, index) => (
          <i key={index} style={{ flexGrow: part.ms, background: partColour(part) }} />
        ))}
      </div>
      <VisuallyHidden component="p">Elapsed time: {describeSums(sums)}</VisuallyHidden>
      <div className={styles.legend} aria-hidden="true">
        {sums.map((part) => (
          <span key={part.kind}>
            <i style={{ background: partColour(part) }} />
            {PART_LABELS[part.kind]} <b>{formatDuration(part.ms)}</b>
          </span>
        ))}
      </div>
    </div>
  );
};

const partColour = ({ kind }: Part): string => `var(--bar-${kind})`;

const describeSums = (sums: readonly Part[]): string =>
  sums.map(({ kind, ms }) => `${PART_LABELS[kind].toLowerCase()} ${formatDuration(ms)}`).join(', ');
