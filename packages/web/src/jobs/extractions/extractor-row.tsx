import { RowAction } from '../actions/row-action.tsx';
import { Elapsed } from '../job/elapsed.tsx';
import { JobLink } from '../job/job-link.tsx';
import { extractorMessage } from '../job/job-message.ts';
import { Progress } from '../job/progress.tsx';
import { isInferred } from '../job/seen-job.ts';
import { isWaiting } from '../job/waiting-sentence.ts';
import { Cell, Message, StatusCell, TimeCell, Twisty } from './row-cells.tsx';
import type { RowOf, RowProps } from './row-props.ts';
import { useTreeActions } from './tree-context.ts';
import { Waiting } from './waiting.tsx';

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
