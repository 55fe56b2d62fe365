import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Crumbs } from '../../design/crumbs.tsx';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { shortId } from '../../design/short-id.tsx';
import { StateBadge } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { jobQuery } from '../job-query.ts';
import styles from './choose-job.module.css';
import { otherJobsQuery } from './compare-queries.ts';
import { type ComparedSide, readSide, writeSide } from './compared-side.ts';

/** Asks with which job one is compared: the latest of the same extractor, or any by its id or address. */
export const ChooseJob = ({ left }: { readonly left: ComparedSide }) => {
  const { data, error, refetch } = useQuery(jobQuery(left.id));
  return (
    <>
      <Crumbs>
        <Link to="/jobs">Jobs</Link>
        <Link to="/jobs/$id" params={{ id: left.id }}>
          Job {shortId(left.id)}
        </Link>
        <span data-short>Compare</span>
      </Crumbs>
      <PageHead>
        <h1>Compare job {shortId(left.id)} with…</h1>
        <p className={text.dimmed}>{data ? `${data.job.extractor} on ${data.job.resource.name}` : null}</p>
      </PageHead>
      <Panel className={styles.panel} aria-labelledby="choose-head">
        <PanelHead className={styles.head}>
          <h2 id="choose-head" className={layout.fill}>
            The latest jobs of its extractor
          </h2>
          <ByAddress left={left} />
        </PanelHead>
        {data ? <OtherJobs left={left} extractor={data.job.extractor} /> : null}
        {error ? (
          <ErrorPanel what="The job could not be loaded." error={error} onRetry={() => void refetch()} />
        ) : null}
        {data || error ? null : <LoadingRows what="the jobs" rows={5} />}
      </Panel>
    </>
  );
};

const ByAddress = ({ left }: { readonly left: ComparedSide }) => {
  const navigate = useNavigate();
  const [address, setAddress] = useState('');
  const [isWrong, setWrong] = useState(false);
  const compare = (event: FormEvent): void => {
    event.preventDefault();
    const right = readSide(
      address
        .trim()
        .replace(/^.*\/jobs\//, '')
        .replace(/[?#].*$/, ''),
    );
    setWrong(right === undefined);
    if (right)
      void navigate({ to: '/jobs/compare', search: { left: writeSide(left), right: writeSide(right) } });
  };
  return (
    <form className={styles.form} onSubmit={compare}>
      <TextInput
        size="xs"
        aria-label="Id or address of another job"
        placeholder="Id or address of another job"
        value={address}
        error={isWrong ? 'This is no id or address of a job.' : null}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Button size="xs" type="submit">
        Compare
      </Button>
    </form>
  );
};

const OtherJobs = ({ left, extractor }: { readonly left: ComparedSide; readonly extractor: string }) => {
  const { data, error, refetch } = useQuery(otherJobsQuery(extractor));
  if (error)
    return <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows what="the jobs" rows={5} />;
  const others = data.items.filter(({ id }) => id !== left.id);
  if (others.length === 0) return <PanelNote>{extractor} has no other job.</PanelNote>;
  return (
    <DataTable stacked aria-label={`Jobs of ${extractor}`}>
      <thead>
        <tr>
          <HeadCell>Status</HeadCell>
          <HeadCell>Job</HeadCell>
          <HeadCell>On</HeadCell>
          <HeadCell>Version</HeadCell>
          <HeadCell>Submitted</HeadCell>
          <HeadCell numeric>Elapsed</HeadCell>
        </tr>
      </thead>
      <tbody>
        {others.map((job) => (
          <tr key={job.id}>
            <Cell>
              <StateBadge state={job.state} />
            </Cell>
            <Cell>
              <Link
                className={text.link}
                to="/jobs/compare"
                search={{ left: writeSide(left), right: job.id }}
                aria-label={`Compare with job ${shortId(job.id)}`}
              >
                <span className={text.identifier}>{shortId(job.id)}</span>
              </Link>
            </Cell>
            <Cell wholeLine>{job.resource.name}</Cell>
            <Cell head="Version">{job.extractor_version ?? '–'}</Cell>
            <Cell head="Submitted">
              <Time at={job.submitted_at} inSentence />
            </Cell>
            <Cell numeric head="Elapsed">
              {formatDuration(job.elapsed_ms)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
};
