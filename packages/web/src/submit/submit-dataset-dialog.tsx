import { Button, Modal, Progress } from '@mantine/core';
import type { Dataset, DatasetExtractor, Extractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId } from 'react';
import { countOf, formatCount } from '../design/count.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import type { Selected } from '../design/row-selection.ts';
import { datasetExtractorsQuery } from '../extractors/extractor-queries.ts';
import type { FoundFiles } from '../files/list/file-selection.tsx';
import { type DatasetSubmission, type SubmitTarget, useDatasetSubmission } from './dataset-submission.ts';
import { FileFilterInput } from './file-filter-input.tsx';
import styles from './submit-dataset-dialog.module.css';
import { SubmitForm } from './submit-form.tsx';
import { FilesResult, SubmitResult, SubmittedJob } from './submit-result.tsx';

interface SubmitDatasetProps {
  readonly dataset: Dataset;
  /** The files that are selected in the list. */
  readonly selected: Selected<FoundFiles>;
  /** Jobs are submitted to this one; undefined where it is chosen, too. */
  readonly extractor?: Extractor;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Submits a dataset, or its files, to an extractor. */
export const SubmitDatasetDialog = (props: SubmitDatasetProps) => {
  const { dataset, opened, onClose } = props;
  const state = useSubmitDataset(props);
  const close = (): void => {
    onClose();
    state.forgetResult();
  };
  return (
    <Modal opened={opened} onClose={close} title={`Submit ${dataset.name}`} size={640}>
      <SubmitDatasetContent {...props} state={state} onClose={close} />
    </Modal>
  );
};

const NO_EXTRACTORS: readonly DatasetExtractor[] = [];

/** The state of a dialog, which is kept while the dialog is closed. */
export const useSubmitDataset = ({ dataset, selected, extractor, opened }: SubmitDatasetProps) => {
  const extractors = useQuery({ ...datasetExtractorsQuery(dataset.id), enabled: opened });
  const submission = useDatasetSubmission({
    dataset,
    extractors: extractors.data ?? NO_EXTRACTORS,
    selected,
    opened,
    extractor,
  });
  useSelectionAsFilter(opened, countSelected(selected), submission);
  return {
    extractors,
    submission,
    forgetResult: (): void => {
      if (submission.submitDataset.data || submission.submitFiles.result) submission.reset();
    },
  };
};

interface SubmitDatasetContentProps extends SubmitDatasetProps {
  readonly state: ReturnType<typeof useSubmitDataset>;
}

/** What is in the dialog. */
export const SubmitDatasetContent = ({ state, ...props }: SubmitDatasetContentProps) => {
  const { data, error, refetch } = state.extractors;
  if (data) return <Content {...props} extractors={data} submission={state.submission} />;
  return error ? (
    <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
  ) : (
    <LoadingRows what="extractors" rows={3} />
  );
};

const countSelected = (selected: Selected<FoundFiles>): number =>
  selected.of === 'ids' ? selected.ids.size : selected.query.count;

/** A dialog that is opened while files are selected begins with these files. */
const useSelectionAsFilter = (
  opened: boolean,
  selectedCount: number,
  { filter, setFilter }: DatasetSubmission,
) => {
  const applySelection = useEffectEvent(() => {
    if (selectedCount > 0) setFilter({ ...filter, by: 'selected' });
    else if (filter.by === 'selected') setFilter({ ...filter, by: 'all' });
  });
  useEffect(() => {
    if (opened) applySelection();
  }, [opened]);
};

interface ContentProps extends SubmitDatasetProps {
  readonly extractors: readonly DatasetExtractor[];
  readonly submission: DatasetSubmission;
}

/** The progress, the result or the form. */
const Content = (props: ContentProps) => {
  const { submission, onClose } = props;
  const { submitDataset, submitFiles, reset } = submission;
  const { progress, result } = submitFiles;
  if (progress) return <FilesProgress {...progress} onStop={submitFiles.stop} />;
  if (result && (result.jobs.length > 0 || result.error === null))
    return (
      <FilesResult
        result={result}
        files={submission.listing.files}
        onSubmitRemaining={() => void submitFiles.submit(result.request, result.remaining)}
        onSubmitMore={reset}
        onClose={onClose}
      />
    );
  if (!submitDataset.data) return <Form {...props} />;
  const { extractor, jobId } = submitDataset.data;
  return (
    <SubmitResult
      title={`The dataset was submitted to ${extractor}.`}
      extractor={extractor}
      onSubmitMore={reset}
      onClose={onClose}
    >
      <SubmittedJob id={jobId} onOpen={onClose} />
    </SubmitResult>
  );
};

const Form = ({ dataset, selected, extractor, extractors, submission, onClose }: ContentProps) => (
  <SubmitForm
    draft={submission.draft}
    extractors={extractors}
    accepts={submission.accepts}
    madeFor={submission.madeFor}
    only={extractor?.name}
    targetInput={
      <div className={styles.target}>
        <TargetInput target={submission.target} onChange={submission.setTarget} />
        {submission.target === 'files' ? (
          <FileFilterInput
            listing={submission.listing}
            total={dataset.file_count}
            selected={countSelected(selected)}
            filter={submission.filter}
            onChange={submission.setFilter}
            matching={submission.matchingCount}
          />
        ) : null}
      </div>
    }
    submitLabel={submission.submitLabel}
    submitting={submission.submitDataset.isPending}
    error={submission.submitDataset.error ?? submission.submitFiles.result?.error}
    onSubmit={submission.submit}
    onClose={onClose}
  />
);

const TARGETS: Readonly<Record<SubmitTarget, string>> = {
  files: 'Its files, one by one',
  dataset: 'The dataset itself',
};

interface TargetInputProps {
  readonly target: SubmitTarget;
  readonly onChange: (target: SubmitTarget) => void;
}

const TargetInput = ({ target, onChange }: TargetInputProps) => {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>What</legend>
      <div className={styles.options}>
        {(['files', 'dataset'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name={name} checked={target === each} onChange={() => onChange(each)} />
            {TARGETS[each]}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

interface FilesProgressProps {
  readonly done: number;
  readonly total: number;
  readonly onStop: () => void;
}

const FilesProgress = ({ done, total, onStop }: FilesProgressProps) => (
  <div className={styles.progress}>
    <p>
      {formatCount(done)} of {countOf(total, 'file')} submitted
    </p>
    <Progress
      size={8}
      radius={4}
      color="var(--accent)"
      aria-label={`Submitting ${countOf(total, 'file')}`}
      value={(done / Math.max(total, 1)) * 100}
    />
    <DialogActions>
      <Button onClick={onStop}>Stop</Button>
    </DialogActions>
  </div>
);
