import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { datasetQuery } from '../../datasets/dataset-queries.ts';
import { formatBytes } from '../../design/bytes.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { formatDuration } from '../../design/duration.ts';
import { shortId } from '../../design/short-id.tsx';
import { Time } from '../../design/time.tsx';
import { useNow } from '../../design/use-now.ts';
import { fileQuery } from '../../files/file-query.ts';
import type { SeenDetail } from '../job-query.ts';
import { isOver, timesAt } from '../job-snapshot.ts';
import { byWhom } from '../job-text.ts';
import { lineOf, PART_WORDS, type Part, partsInOrder, sumsOf } from '../timeline/attempt-bars.ts';

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const FileFact = ({ id }: { readonly id: string }) => {
  const { data, isError } = useQuery(fileQuery(id));
  if (isError) return <span className="dim">gone</span>;
  return data ? (
    <span className="trunc">
      {data['content-type']}, {formatBytes(data.size_bytes)}
    </span>
  ) : (
    '…'
  );
};

/** The dataset's name is not part of a job; a dataset that is gone, or may not be seen, has none. */
const DatasetFact = ({ id }: { readonly id: string | null }) => {
  const { data, isError } = useQuery({ ...datasetQuery(id ?? ''), enabled: id !== null });
  if (id === null || isError) return <span className="dim">{id === null ? '–' : 'gone'}</span>;
  return data ? (
    <Link className="trunc" to="/datasets/$id" params={{ id }}>
      {data.name}
    </Link>
  ) : (
    '…'
  );
};

const InstanceFact = ({ id }: { readonly id: string | null }) =>
  id ? (
    <>
      <span className="id" title={id}>
        {shortId(id)}
      </span>
      <CopyButton text={id} what={`instance id ${shortId(id)}`} />
    </>
  ) : (
    <span className="dim">–</span>
  );

const SubmittedBy = ({ job }: { readonly job: Job }) => {
  const { who, known } = byWhom(job);
  return <span className={known ? 'trunc' : 'dim'}>{job.submitted_by ? who : known ? 'nobody' : who}</span>;
};

const Trigger = ({ job }: { readonly job: Job }) => (
  <span className="trunc" title={job.cause ? `set off by ${job.cause.name}` : undefined}>
    {job.trigger}
    {job.cause ? <span className="dim"> by {job.cause.name}</span> : null}
  </span>
);

export const FactsPanel = ({ detail }: { readonly detail: SeenDetail }) => {
  const { job, attempts } = detail;
  return (
    <section className="panel strip" aria-label="Facts and time">
      <dl className="kv">
        <Fact name="Job">
          <span className="id" title={job.id}>
            {shortId(job.id)}
          </span>
          <CopyButton text={job.id} what={`job id ${shortId(job.id)}`} />
        </Fact>
        <Fact name="Extractor version">{job.extractor_version ?? <span className="dim">–</span>}</Fact>
        <Fact name="Submitted by">
          <SubmittedBy job={job} />
        </Fact>
        <Fact name="Trigger">
          <Trigger job={job} />
        </Fact>
        <Fact name="Instance">
          <InstanceFact id={attempts.at(-1)?.instance_id ?? null} />
        </Fact>
        <Fact name="Resource">
          {job.resource.type === 'file' ? <FileFact id={job.resource.id} /> : 'dataset'}
        </Fact>
        <Fact name="Dataset">
          <DatasetFact id={job.dataset_id} />
        </Fact>
        <Fact name="Submitted">
          <Time at={job.submitted_at} inWords />
        </Fact>
      </dl>
      <ElapsedPanel detail={detail} />
    </section>
  );
};

const colour = ({ kind }: Part): string => `var(--bar-${kind})`;

const spoken = (sums: readonly Part[]): string =>
  sums.map(({ kind, ms }) => `${PART_WORDS[kind].toLowerCase()} ${formatDuration(ms)}`).join(', ');

/** How long it took, and on what: a bar in order of time, and four figures that add up. */
const ElapsedPanel = ({ detail }: { readonly detail: SeenDetail }) => {
  const now = useNow(!isOver(detail.job));
  const times = timesAt(detail, now);
  const { bars, total } = lineOf(detail, now);
  const sums = sumsOf(times);
  return (
    <div>
      <div className="elapsed">
        <span className="dim">Elapsed</span>
        <span className={detail.job.state === 'RUNNING' ? 'big tick' : 'big'}>
          {formatDuration(times.elapsedMs)}
        </span>
      </div>
      <div className="stackbar" aria-hidden="true">
        {partsInOrder(bars, total).map((part, place) => (
          <i key={place} style={{ flexGrow: part.ms, background: colour(part) }} />
        ))}
      </div>
      <p className="sr">Elapsed time: {spoken(sums)}</p>
      <div className="legend" aria-hidden="true">
        {sums.map((part) => (
          <span key={part.kind}>
            <i className="sq" style={{ background: colour(part) }} />
            {PART_WORDS[part.kind]} <b>{formatDuration(part.ms)}</b>
          </span>
        ))}
      </div>
    </div>
  );
};
