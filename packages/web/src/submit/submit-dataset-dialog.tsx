import { Modal } from '@mantine/core';
import type { Dataset, Extractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { extractorsQuery } from '../extractors/extractor-queries.ts';
import { FilesOutcome } from './files/files-outcome.tsx';
import { FilesProgress } from './files/files-progress.tsx';
import { ScopeInput } from './files/scope-input.tsx';
import { JobOf } from './job-of.tsx';
import { SubmitForm } from './submit-form.tsx';
import { Submitted } from './submitted.tsx';
import { type DatasetSubmission, useDatasetSubmission } from './use-dataset-submission.ts';
import { WhatInput } from './what-input.tsx';
import './submit.css';

interface SubmitDatasetDialogProps {
  readonly dataset: Dataset;
  /** Files that are selected in the list. */
  readonly selected: ReadonlySet<string>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface ContentProps extends SubmitDatasetDialogProps {
  readonly extractors: readonly Extractor[];
  readonly submission: DatasetSubmission;
}

const NONE: readonly Extractor[] = [];

const Form = ({ dataset, selected, extractors, submission, onClose }: ContentProps) => (
  <SubmitForm
    draft={submission.draft}
    extractors={extractors}
    wants={submission.wants}
    madeFor={submission.madeFor}
    what={
      <div className="submit-what">
        <WhatInput what={submission.what} onChange={submission.setWhat} />
        {submission.what === 'files' ? (
          <ScopeInput
            listing={submission.listing}
            total={dataset.file_count}
            selected={selected.size}
            scope={submission.scope}
            onChange={submission.setScope}
            meant={submission.meant}
          />
        ) : null}
      </div>
    }
    act={submission.act}
    acting={submission.one.isPending}
    error={submission.one.error ?? submission.many.outcome?.trouble}
    onSubmit={submission.submit}
    onClose={onClose}
  />
);

const Content = (props: ContentProps) => {
  const { submission, onClose } = props;
  const { one, many, reset } = submission;
  if (many.running) return <FilesProgress {...many.running} onStop={many.stop} />;
  if (many.outcome && (many.outcome.jobs.length > 0 || many.outcome.trouble === null)) {
    const { order, rest } = many.outcome;
    return (
      <FilesOutcome
        outcome={many.outcome}
        files={submission.listing.files}
        onRest={() => void many.submit(order, rest)}
        onMore={reset}
        onClose={onClose}
      />
    );
  }
  if (!one.data) return <Form {...props} />;
  return (
    <Submitted
      title={`${one.data.extractor} has a job on the dataset.`}
      extractor={one.data.extractor}
      onMore={reset}
      onClose={onClose}
    >
      <JobOf id={one.data.jobId} onOpen={onClose} />
    </Submitted>
  );
};

/** Opened on a selection, the selection is what is meant. */
const useScopeOfSelection = (opened: boolean, selected: number, { scope, setScope }: DatasetSubmission) => {
  const begin = useEffectEvent(() => {
    if (selected > 0) setScope({ ...scope, scope: 'selected' });
    else if (scope.scope === 'selected') setScope({ ...scope, scope: 'all' });
  });
  useEffect(() => {
    if (opened) begin();
  }, [opened]);
};

/** A dataset, or its files, by hand to an extractor. */
export const SubmitDatasetDialog = (props: SubmitDatasetDialogProps) => {
  const { dataset, selected, opened, onClose } = props;
  const { data: extractors, error, refetch } = useQuery({ ...extractorsQuery, enabled: opened });
  const submission = useDatasetSubmission({ dataset, extractors: extractors ?? NONE, selected, opened });
  useScopeOfSelection(opened, selected.size, submission);
  const close = (): void => {
    onClose();
    if (submission.one.data || submission.many.outcome) submission.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={`Submit ${dataset.name}`} size={640}>
      {!extractors && error ? (
        <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!extractors && !error ? <Skeleton what="extractors" rows={3} /> : null}
      {extractors ? (
        <Content {...props} extractors={extractors} submission={submission} onClose={close} />
      ) : null}
    </Modal>
  );
};
