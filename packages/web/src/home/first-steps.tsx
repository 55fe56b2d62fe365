import { Button } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { DatasetSummary } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { apiKeysQuery } from '../account/keys-query.ts';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { Panel, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { isKeyOfExtractor } from '../extractors/first/key-name.ts';
import { isOver, type JobSnapshot } from '../jobs/job-snapshot.ts';
import styles from './first-steps.module.css';

interface FirstStepsProps {
  /** The latest first. */
  readonly datasets: readonly DatasetSummary[];
  readonly jobs: readonly JobSnapshot[];
  readonly onCreate: () => void;
}

/** The way from an empty server to an extractor of one's own: what is done is ticked, and the next step is a button. */
export const FirstSteps = (props: FirstStepsProps) => {
  const [isHidden, hide] = useLocalStorage({
    key: 'first-steps-hidden',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const keys = useQuery(apiKeysQuery);
  const steps = stepsFor(props, keys.data?.some(isKeyOfExtractor) ?? false);
  const next = steps.findIndex(({ isDone }) => !isDone);
  // The keys decide about the last step: where it is the only one left, nothing is shown that could vanish at once.
  const isUndecided = keys.isPending && next === steps.length - 1;
  if (isHidden || isUndecided || next === -1) return null;
  return (
    <Panel aria-labelledby="first-steps-head">
      <PanelHead>
        <h2 id="first-steps-head">First steps</h2>
        <span className={layout.fill} />
        <Button size="xs" variant="subtle" onClick={() => hide(true)}>
          Hide
        </Button>
      </PanelHead>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <StepItem key={step.title} step={step} isNext={index === next} />
        ))}
      </ol>
    </Panel>
  );
};

interface FirstStep {
  readonly title: string;
  readonly why: string;
  readonly isDone: boolean;
  /** What leads to where it is done; undefined until a step before it is done. */
  readonly action: ((isNext: boolean) => ReactNode) | undefined;
}

const stepsFor = ({ datasets, jobs, onCreate }: FirstStepsProps, hasExtractor: boolean): FirstStep[] => {
  const [latest] = datasets;
  return [
    {
      title: 'Create a dataset',
      why: 'It holds files of one subject.',
      isDone: latest !== undefined,
      action: (isNext) => (
        <Button size="xs" variant={variantOf(isNext)} leftSection={<Icon name="plus" />} onClick={onCreate}>
          New dataset
        </Button>
      ),
    },
    {
      title: 'Upload a file',
      why: 'The extractors for its type start by themselves.',
      isDone: datasets.some(({ files }) => files > 0),
      action:
        latest && ((isNext) => <DatasetLink id={latest.id} tab="files" isNext={isNext} label="Upload" />),
    },
    {
      title: 'Watch its jobs',
      why: 'Each attempt and each line of its log, as they come.',
      isDone: jobs.some(({ job }) => isOver(job)),
      action:
        latest &&
        ((isNext) => <DatasetLink id={latest.id} tab="extractions" isNext={isNext} label="See its jobs" />),
    },
    {
      title: 'Write your extractor',
      why: 'In Shell, Python or TypeScript: the script is there to copy.',
      isDone: hasExtractor,
      action: (isNext) => (
        <Button
          size="xs"
          variant={variantOf(isNext)}
          renderRoot={(props) => <Link to="/extractors/new" {...props} type={undefined} />}
        >
          Write an extractor
        </Button>
      ),
    },
  ];
};

const variantOf = (isNext: boolean) => (isNext ? 'filled' : 'default');

interface DatasetLinkProps {
  readonly id: string;
  readonly tab: 'files' | 'extractions';
  readonly isNext: boolean;
  readonly label: string;
}

const DatasetLink = ({ id, tab, isNext, label }: DatasetLinkProps) => (
  <Button
    size="xs"
    variant={variantOf(isNext)}
    renderRoot={(props) => (
      <Link to="/datasets/$id" params={{ id }} search={{ tab }} {...props} type={undefined} />
    )}
  >
    {label}
  </Button>
);

const StepItem = ({ step, isNext }: { readonly step: FirstStep; readonly isNext: boolean }) => (
  <li className={styles.step} aria-current={isNext ? 'step' : undefined}>
    <span className={text.toned} data-tone={step.isDone ? 'done' : 'submitted'}>
      <Icon name={step.isDone ? 'done' : 'submitted'} />
      <span className={text.hidden}>{step.isDone ? 'Done:' : 'To do:'}</span>
    </span>
    <span className={styles.about}>
      <b>{step.title}</b> <span className={text.dimmed}>{step.why}</span>
    </span>
    {step.action?.(isNext)}
  </li>
);
