import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { isHidden } from '../../api/explain.ts';
import { ComparedTable } from '../../design/compared-table.tsx';
import { Crumbs } from '../../design/crumbs.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Panel, PanelHead } from '../../design/panel.tsx';
import { shortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { compareKeys } from '../../metadata/compare-keys.ts';
import { metadataQuery } from '../../metadata/metadata-query.ts';
import { NotFound } from '../../routes/not-found.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { jobQuery } from '../job-query.ts';
import { ChooseJob } from './choose-job.tsx';
import { comparedOutputsQuery } from './compare-queries.ts';
import styles from './compare-view.module.css';
import { type Compared, compareFacts } from './compared-facts.ts';
import { ComparedLog } from './compared-log.tsx';
import { compareOutputs, outputsOf } from './compared-outputs.ts';
import { type ComparedSide, writeSide } from './compared-side.ts';

interface Sides {
  readonly left: ComparedSide;
  readonly right: ComparedSide;
}

interface CompareViewProps {
  /** Undefined where the address names none. */
  readonly left?: ComparedSide | undefined;
  readonly right?: ComparedSide | undefined;
}

/** Two jobs, or two attempts, side by side. */
export const CompareView = ({ left, right }: CompareViewProps) => {
  usePageTitle('Compare');
  if (left && !right) return <ChooseJob left={left} />;
  if (!left || !right)
    return (
      <Panel>
        <EmptyState icon="table" title="Choose two jobs to compare" page>
          Select two jobs in the list of <Link to="/jobs">Jobs</Link>, or open a job and choose “Compare”.
        </EmptyState>
      </Panel>
    );
  return <BothSides left={left} right={right} />;
};

const BothSides = ({ left, right }: Sides) => {
  const [ofLeft, ofRight] = [useCompared(left), useCompared(right)];
  const error = ofLeft.error ?? ofRight.error;
  if (isHidden(error)) return <NotFound what="job" />;
  return (
    <>
      <Crumbs>
        <Link to="/jobs">Jobs</Link>
        <span data-short>Compare</span>
      </Crumbs>
      {error ? (
        <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={ofLeft.retry} />
      ) : null}
      {ofLeft.compared && ofRight.compared ? (
        <Comparison sides={{ left, right }} left={ofLeft.compared} right={ofRight.compared} />
      ) : error ? null : (
        <Panel>
          <LoadingRows what="the jobs" height={40} rows={8} />
        </Panel>
      )}
    </>
  );
};

const useCompared = ({ id, attempt }: ComparedSide) => {
  const { data, error, refetch } = useQuery(jobQuery(id));
  const compared: Compared | undefined = data && {
    job: data.job,
    attempts: data.attempts,
    attempt: data.attempts.find(({ number }) => number === attempt) ?? null,
  };
  return { compared, error, retry: () => void refetch() };
};

interface ComparisonProps {
  readonly sides: Sides;
  readonly left: Compared;
  readonly right: Compared;
}

const Comparison = ({ sides, left, right }: ComparisonProps) => {
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  return (
    <>
      <PageHead
        actions={
          <>
            <Switch
              label="Only differences"
              checked={onlyDifferent}
              onChange={() => setOnlyDifferent(!onlyDifferent)}
            />
            <SideActions {...sides} />
          </>
        }
      >
        <h1>Compare</h1>
        <p className={styles.sides}>
          <SideLink name="Left" compared={left} /> <SideLink name="Right" compared={right} />
        </p>
      </PageHead>
      <div className={styles.sections}>
        <Section name="Facts and times">
          <ComparedTable
            label="Facts and times"
            rows={compareFacts(left, right)}
            onlyDifferent={onlyDifferent}
            empty="Nothing is known"
          />
        </Section>
        <Section name="Parameters">
          <ComparedTable
            label="Parameters"
            rows={compareKeys(left.job.parameters, right.job.parameters)}
            onlyDifferent={onlyDifferent}
            empty="Neither has parameters"
          />
        </Section>
        <Section name="Outputs">
          <Outputs left={left} right={right} onlyDifferent={onlyDifferent} />
        </Section>
        <Section name="Logs">
          <ComparedLog left={sides.left} right={sides.right} onlyDifferent={onlyDifferent} />
        </Section>
      </div>
    </>
  );
};

const SideActions = ({ left, right }: Sides) => {
  const navigate = useNavigate();
  const swap = (): void =>
    void navigate({ to: '/jobs/compare', search: { left: writeSide(right), right: writeSide(left) } });
  return (
    <>
      <Button
        renderRoot={(props) => (
          <Link to="/jobs/compare" search={{ left: writeSide(left) }} {...props} type={undefined} />
        )}
      >
        Choose another
      </Button>
      <Button onClick={swap}>Swap sides</Button>
    </>
  );
};

const Section = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <Panel aria-label={name}>
    <PanelHead>
      <h2>{name}</h2>
    </PanelHead>
    <div className={styles.content}>{children}</div>
  </Panel>
);

const SideLink = ({
  name,
  compared: { job, attempt },
}: {
  readonly name: string;
  readonly compared: Compared;
}) => (
  <span>
    {name}:{' '}
    <Link className={text.link} to="/jobs/$id" params={{ id: job.id }}>
      job <span className={text.identifier}>{shortId(job.id)}</span>
    </Link>
    {attempt ? `, attempt ${attempt.number}` : ''}
  </span>
);

interface OutputsProps {
  readonly left: Compared;
  readonly right: Compared;
  readonly onlyDifferent: boolean;
}

/** What a later attempt sent again has taken the place of what an earlier one had sent, which is no longer there. */
const Outputs = ({ left, right, onlyDifferent }: OutputsProps) => {
  const [ofLeft, ofRight] = [useMade(left), useMade(right)];
  const error = ofLeft.error ?? ofRight.error;
  if (error) return <ErrorPanel what="The outputs could not be loaded." error={error} />;
  if (!ofLeft.made || !ofRight.made) return <LoadingRows what="the outputs" rows={3} />;
  const { keys, others } = compareOutputs(ofLeft.made, ofRight.made);
  const rows = [...keys, ...others];
  return (
    <>
      <ComparedTable
        label="Outputs"
        rows={rows}
        onlyDifferent={onlyDifferent}
        empty="Neither made anything"
      />
      {left.attempt || right.attempt ? (
        <p className={text.dimmed}>Of an attempt, what a later one sent again is not kept.</p>
      ) : null}
    </>
  );
};

const useMade = ({ job, attempt }: Compared) => {
  const outputs = useQuery(comparedOutputsQuery(job.id));
  const documents = useQuery(metadataQuery(job.resource));
  const made =
    outputs.data && documents.data
      ? { outputs: outputsOf(outputs.data.items, attempt), documents: documents.data }
      : undefined;
  return { made, error: outputs.error ?? documents.error };
};
