import { Elapsed } from '../elapsed.tsx';
import { JobLink } from '../job-links.tsx';
import { isInferred } from '../job-snapshot.ts';
import { extractorMessage } from '../job-text.ts';
import { isWaiting, Waiting } from '../waiting-reason.tsx';
import {
  Cell,
  Message,
  RowAction,
  type RowOf,
  type RowProps,
  StatusCell,
  TimeCell,
  Twisty,
  useTreeActions,
} from './row-parts.tsx';

type ExtractorRowData = RowOf<'extractor'>;

const LatestStatus = ({ latest: { job } }: Pick<ExtractorRowData, 'latest'>) => (
  <StatusCell job={job}>
    {job.state === 'RUNNING' && job.progress !== null ? (
      <Progress value={job.progress} what={job.extractor} />
    ) : null}
    {isWaiting(job) ? <Waiting job={job} /> : <Message message={extractorMessage(job)} />}
  </StatusCell>
);

const LatestAction = ({ row }: { readonly row: ExtractorRowData }) => {
  const { onChanged, onResubmitted } = useTreeActions();
  if (row.open) return null;
  return <RowAction job={row.latest.job} onChanged={onChanged} onResubmitted={onResubmitted} />;
};

/** One extractor, by what its latest job came to. */
export const ExtractorRow = ({ row, ...place }: RowProps<'extractor'>) => {
  const { group, latest, open, count } = row;
  const { job } = latest;
  return (
    <tr {...place} className="r lv1" aria-expanded={open} aria-posinset={row.place} aria-setsize={row.of}>
      <Cell name="c-name">
        <Twisty rowKey={row.key} open={open} what={group.extractor} />
        <span className="ext">{group.extractor}</span>
        <span className="ver">{job.extractor_version}</span>
      </Cell>
      <Cell name="c-by">
        {isInferred(job) ? <span className="infer">no job id</span> : <JobLink id={job.id} />}
      </Cell>
      <TimeCell name="c-start" at={job.started_at} />
      <TimeCell name="c-upd" at={job.last_event_at} />
      <LatestStatus latest={latest} />
      <Cell name="c-time">
        <Elapsed seen={latest} />
      </Cell>
      <Cell name="c-n">{count}</Cell>
      <Cell name="c-act">
        <LatestAction row={row} />
      </Cell>
    </tr>
  );
};

interface ProgressProps {
  /** 0..1 */
  readonly value: number;
  readonly what: string;
}

const Progress = ({ value, what }: ProgressProps) => (
  <progress className="meter" aria-label={`Progress of ${what}`} value={value} max={1} />
);
