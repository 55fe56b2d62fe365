import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { explain } from '../../api/explain.ts';
import { ErrorMessage } from '../../design/error-message.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import text from '../../design/text.module.css';
import styles from './first-extractor.module.css';
import { useMyFiles, useTrial } from './first-queries.ts';
import { TrialJob } from './trial-job.tsx';

interface TrialStepProps {
  readonly name: string;
  readonly wants: readonly string[];
  /** Whether the server knows the extractor: jobs are submitted to no other. */
  readonly isKnown: boolean;
  /** The job of the trial, once there is one. */
  readonly job: string | undefined;
  readonly onJob: (id: string) => void;
}

/** In place of a file's id. */
const SAMPLE = '';

/** Runs the extractor on one file, and shows how it goes. */
export const TrialStep = ({ name, wants, isKnown, job, onJob }: TrialStepProps) => {
  const { files, isPending, error } = useMyFiles(wants);
  const [chosen, setChosen] = useState<string>();
  const trial = useTrial(name);
  const fileId = chosen ?? files[0]?.id ?? SAMPLE;
  const run = (): void => {
    if (!isKnown || trial.isPending) return;
    trial.mutate(fileId === SAMPLE ? null : fileId, { onSuccess: onJob });
  };
  if (isPending) return <LoadingRows what="your files" rows={2} />;
  return (
    <div className={styles.body}>
      <NativeSelect
        label="File"
        value={fileId}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[
          ...files.map(({ id, filename, contentType }) => ({
            value: id,
            label: `${filename} (${contentType})`,
          })),
          { value: SAMPLE, label: 'A sample text, uploaded now to your dataset “First steps”' },
        ]}
      />
      <div className={styles.wrapping}>
        <Button variant="filled" onClick={run} aria-disabled={!isKnown || trial.isPending}>
          {trial.isPending ? 'Starting…' : job === undefined ? `Run ${name}` : 'Run it again'}
        </Button>
        {isKnown ? null : <span className={text.dimmed}>This is possible once {name} was heard.</span>}
      </div>
      {error ? <ErrorMessage>Your files could not be listed. {explain(error)}</ErrorMessage> : null}
      {trial.error ? <ErrorMessage>It was not run. {explain(trial.error)}</ErrorMessage> : null}
      {job === undefined ? null : <TrialJob key={job} id={job} />}
    </div>
  );
};
