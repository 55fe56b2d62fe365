import { Button, Popover } from '@mantine/core';
import type { ListedOperation } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { datasetQuery } from '../datasets/dataset-queries.ts';
import { countOf, formatCount } from '../design/count.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { Result } from '../design/result.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { useMe } from '../session/session.ts';
import { OPERATION_LABELS } from './operation-plan.ts';
import { failureReasons, LeftOut, nounOf, OperationProgress, WhyStopped } from './operation-progress.tsx';
import styles from './operations-menu.module.css';
import { TellOfEnd } from './tell-of-end.tsx';

interface OperationsMenuProps {
  /** Those that run first. */
  readonly operations: readonly ListedOperation[];
}

/** A button that says how many operations run, and opens their list. */
export const OperationsMenu = ({ operations }: OperationsMenuProps) => {
  const [opened, setOpened] = useState(false);
  const headingId = useId();
  const running = operations.filter(({ state }) => state === 'running').length;
  const label = running > 0 ? countOf(running, 'running operation') : 'Operations of the last day';
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(380px, calc(100vw - 24px))"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          className={styles.button}
          aria-label={label}
          title={label}
          onClick={() => setOpened(!opened)}
        >
          <Icon name={running > 0 ? 'running' : 'redo'} />
          {running > 0 ? (
            <span>
              {formatCount(running)} <span className={layout.onlyWide}>running</span>
            </span>
          ) : null}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.panel} aria-labelledby={headingId}>
        <h2 id={headingId}>Operations</h2>
        <ul className={styles.list} aria-labelledby={headingId}>
          {operations.map((operation) => (
            <li key={operation.id}>
              {operation.state === 'running' ? (
                <Running operation={operation} />
              ) : (
                <Ended operation={operation} />
              )}
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
};

interface OperationProps {
  readonly operation: ListedOperation;
}

const Running = ({ operation }: OperationProps) => {
  const queries = useQueryClient();
  const { id, kind } = operation;
  const stop = useMutation({
    mutationFn: () => callRoute('stopOperation', { params: { id } }),
    // Also after an error: it may have ended just before.
    onSettled: () => queries.invalidateQueries({ queryKey: keys.operationList }),
  });
  return (
    <>
      <h3>{OPERATION_LABELS[kind].name}</h3>
      <Origin operation={operation} />
      <OperationProgress operation={operation} />
      {stop.error ? <ErrorMessage>It was not stopped. {explain(stop.error)}</ErrorMessage> : null}
      <Button size="xs" aria-disabled={stop.isPending} onClick={() => !stop.isPending && stop.mutate()}>
        {stop.isPending ? 'Stopping…' : 'Stop'}
      </Button>
      <TellOfEnd id={id} size="xs" />
    </>
  );
};

const Ended = ({ operation }: OperationProps) => {
  const { kind, state, done, failed_count } = operation;
  return (
    <Result isWhole={state === 'finished' && failed_count === 0}>
      <h3>{OPERATION_LABELS[kind].result(done - failed_count)}</h3>
      <Origin operation={operation} />
      <WhyStopped operation={operation} />
      {failed_count > 0 ? <Failures operation={operation} /> : null}
    </Result>
  );
};

/** Why jobs or files were left out; loaded when it is opened. */
const Failures = ({ operation: { id, kind, failed_count } }: OperationProps) => {
  const [opened, setOpened] = useState(false);
  const { data, error } = useQuery({
    queryKey: keys.operation(id),
    queryFn: ({ signal }) => callRoute('showOperation', { params: { id }, signal }),
    enabled: opened,
  });
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{countOf(failed_count, nounOf(kind))} left out</summary>
      {data ? <LeftOut kind={kind} reasons={failureReasons(data)} /> : null}
      {error ? <ErrorMessage>The reasons could not be loaded. {explain(error)}</ErrorMessage> : null}
    </details>
  );
};

/** "ncsa.wordcount · Prairie soil cores · 12:53 today, by Ana Ruiz" */
const Origin = ({ operation }: OperationProps) => {
  const me = useMe();
  const { extractor, dataset_id, requested_by, requested_at } = operation;
  return (
    <p className={text.dimmed}>
      {extractor === null ? null : (
        <>
          <Link className={text.link} to="/extractors/$name" params={{ name: extractor }}>
            {extractor}
          </Link>{' '}
          ·{' '}
        </>
      )}
      {dataset_id === null ? null : <DatasetLink id={dataset_id} />}
      <Time at={requested_at} inSentence />
      {requested_by === null || requested_by.id === me?.id ? null : `, by ${requested_by.name}`}
    </p>
  );
};

/** Nothing while its name loads, and after it was deleted. */
const DatasetLink = ({ id }: { readonly id: string }) => {
  const { data } = useQuery({ ...datasetQuery(id), retry: false });
  return data ? (
    <>
      <Link className={text.link} to="/datasets/$id" params={{ id }}>
        {data.name}
      </Link>{' '}
      ·{' '}
    </>
  ) : null;
};
