import type { DatasetFile, LatestJob } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { memo, Suspense } from 'react';
import { formatBytes } from '../../design/bytes.ts';
import { Cell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { lazyPart } from '../../design/on-demand.tsx';
import { SelectableRow } from '../../design/selectable-row.tsx';
import { badgeOfState } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import type { FileAct } from '../file-dialogs.tsx';
import { FileMenu } from '../file-menu.tsx';
import { Thumbnail } from '../thumbnail.tsx';
import styles from './file-row.module.css';

const NewName = lazyPart(async () => (await import('./new-name.tsx')).NewName);

interface FileRowProps {
  readonly file: DatasetFile;
  readonly datasetId: string;
  /** In the whole list, counted from 1. */
  readonly position: number;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, toHere: boolean) => void;
  readonly isTabStop: boolean;
  readonly onFocus: (id: string) => void;
  /** Undefined without the right to change files. */
  readonly onAct: ((file: DatasetFile, act: FileAct) => void) | undefined;
  readonly isRenamed: boolean;
  /** The name is going to be changed, or was, or not after all. */
  readonly onRename: (id: string, begins: boolean) => void;
}

export const FileRow = memo(({ datasetId, onAct, isRenamed, onRename, ...row }: FileRowProps) => {
  const { file } = row;
  return (
    <SelectableRow {...row} id={file.id} label={`Select ${file.filename}`}>
      <td>
        {isRenamed && onAct ? (
          <Suspense fallback={<FileName file={file} />}>
            <NewName file={file} datasetId={datasetId} onEnd={() => onRename(file.id, false)} />
          </Suspense>
        ) : (
          <FileName file={file} />
        )}
      </td>
      <Cell truncated onlyWide title={file.contentType}>
        {file.contentType}
      </Cell>
      <Cell numeric onlyWide>
        {formatBytes(file.size_bytes)}
      </Cell>
      <Cell onlyWide>
        <Time at={file.created_at} />
      </Cell>
      <Cell truncated onlyWide>
        <Origin file={file} />
      </Cell>
      <td>
        <LatestJobs jobs={file.latest_jobs ?? []} />
      </td>
      <td>
        {onAct ? (
          <FileMenu
            label={`Actions for ${file.filename}`}
            size="md"
            onRename={() => onRename(file.id, true)}
            onAct={(act) => onAct(file, act)}
          />
        ) : null}
      </td>
    </SelectableRow>
  );
});

const FileName = ({ file }: { readonly file: DatasetFile }) => (
  <span className={styles.name}>
    <Thumbnail thumbnail={file.thumbnail} mimeType={file.contentType} />
    <span className={styles.nameText}>
      <Link
        className={clsx(text.bold, text.truncated)}
        data-row-open
        to="/files/$id"
        params={{ id: file.id }}
        title={file.filename}
      >
        {file.filename}
      </Link>
      <small className={layout.onlyPhone}>
        {formatBytes(file.size_bytes)} · <Time at={file.created_at} inSentence />
      </small>
    </span>
  </span>
);

/** The person who uploaded the file, or the job that made it. */
const Origin = ({ file }: { readonly file: DatasetFile }) => {
  if (!file.made_by_job) return file.uploaded_by?.name ?? 'unknown';
  return (
    <Link to="/jobs/$id" params={{ id: file.made_by_job }}>
      an extractor
    </Link>
  );
};

const SHOWN_JOBS = 8;

/** The latest job of each extractor, sorted by the extractors' names so that rows can be compared. */
export const LatestJobs = ({ jobs }: { readonly jobs: readonly LatestJob[] }) => {
  const sorted = jobs.toSorted((one, other) => (one.extractor < other.extractor ? -1 : 1));
  return (
    <span className={styles.jobs}>
      {sorted.slice(0, SHOWN_JOBS).map((job) => (
        <JobIcon key={job.extractor} job={job} />
      ))}
      {sorted.length > SHOWN_JOBS ? <span className={text.dimmed}>+{sorted.length - SHOWN_JOBS}</span> : null}
    </span>
  );
};

const JobIcon = ({ job }: { readonly job: LatestJob }) => {
  const { icon, tone } = badgeOfState(job.state);
  const label = jobLabel(job);
  return (
    <Link
      className={clsx(styles.job, text.toned)}
      data-tone={tone}
      to="/jobs/$id"
      params={{ id: job.job_id }}
      title={label}
      aria-label={label}
    >
      <Icon name={icon} />
    </Link>
  );
};

const STATES_WITH_DURATION: readonly LatestJob['state'][] = ['SUCCEEDED', 'FAILED'];

/** "word-count: Done, 7.1 s" */
const jobLabel = ({ extractor, state, elapsed_ms }: LatestJob): string => {
  const duration = STATES_WITH_DURATION.includes(state) ? `, ${formatDuration(elapsed_ms)}` : '';
  return `${extractor}: ${badgeOfState(state).label}${duration}`;
};
