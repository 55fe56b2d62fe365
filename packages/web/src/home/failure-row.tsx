import { Button } from '@mantine/core';
import type { FailureGroup } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { Suspense, useId } from 'react';
import { Badge, type BadgeContent } from '../design/badge.tsx';
import { countOf, formatCount } from '../design/count.ts';
import { Cell } from '../design/data-table.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { lazyPart } from '../design/on-demand.tsx';
import { badgeOfFlag, badgeOfState } from '../design/state.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { plainText } from '../jobs/events/terminal-text.ts';
import styles from './attention-panel.module.css';
import { type AttentionFilter, type Failures, WAITING } from './home-queries.ts';
import { HourBars } from './hour-bars.tsx';

const FailureDetails = lazyPart(async () => (await import('./failure-details.tsx')).FailureDetails);
export const FAILURE_BADGES: Readonly<Record<FailureGroup['kind'], BadgeContent>> = {
  failed: badgeOfState('FAILED'),
  lost: badgeOfState('LOST'),
  stalled: badgeOfFlag('stalled'),
  unroutable: {
    label: 'Unroutable',
    icon: 'stalled',
    tone: 'stalled',
    explanation: 'It waits, and could not be sent to its extractor.',
  },
};

interface FailureRowProps {
  readonly group: FailureGroup;
  readonly filter: AttentionFilter;
  readonly opened: boolean;
  readonly onToggle: () => void;
  /** Opens the dialog for all its jobs. */
  readonly onAct: () => void;
}

/** One cause with its jobs. A click anywhere opens it in place. */
export const FailureRow = ({ group, filter, opened, onToggle, onAct }: FailureRowProps) => {
  const detailsId = useId();
  const badge = FAILURE_BADGES[group.kind];
  return (
    <>
      <tr data-row tabIndex={-1} data-tone={badge.tone} className={clsx(group.known && styles.known)}>
        <FailureCells group={group} opened={opened} detailsId={detailsId} onToggle={onToggle} onAct={onAct} />
      </tr>
      {opened ? (
        <tr id={detailsId} className={styles.opened}>
          <td colSpan={9}>
            <Suspense fallback={<LoadingRows what="the failure" rows={3} />}>
              <FailureDetails id={group.id} filter={filter} />
            </Suspense>
          </td>
        </tr>
      ) : null}
    </>
  );
};

interface FailureCellsProps extends Omit<FailureRowProps, 'filter'> {
  /** Of the row that is below this one while it is opened. */
  readonly detailsId: string;
}

const FailureCells = ({ group, opened, detailsId, onToggle, onAct }: FailureCellsProps) => {
  const message = plainText(group.message) || 'No reason given';
  return (
    <>
      <Cell>
        <Badge content={FAILURE_BADGES[group.kind]} />
      </Cell>
      <Cell numeric head="Jobs" className={styles.jobs}>
        {formatCount(group.jobs)}
      </Cell>
      <Cell truncated className={styles.extractor}>
        <Link className={text.bold} to="/extractors/$name" params={{ name: group.extractor }}>
          {group.extractor}
        </Link>{' '}
        <span className={text.version}>{group.version}</span>
      </Cell>
      <Cell wholeLine className={styles.message}>
        <button
          type="button"
          className={styles.opener}
          data-row-open
          aria-expanded={opened}
          aria-controls={opened ? detailsId : undefined}
          title={message}
          onClick={onToggle}
        >
          {message}
        </button>
      </Cell>
      <Cell head="On">
        <span className={text.dimmed}>{placesOf(group)}</span>
      </Cell>
      <Cell>
        <HourBars hours={group.hours} />
      </Cell>
      <Cell head="First">
        <Time at={group.first_seen_at} />
      </Cell>
      <Cell head="Last">
        <Time at={group.last_seen_at} />
      </Cell>
      <Cell numeric toEnd>
        <RowAction group={group} onAct={onAct} />
      </Cell>
    </>
  );
};

interface UnattendedRowProps {
  readonly waiting: Failures['unattended'][number];
  readonly filter: AttentionFilter;
}

/** Jobs that wait for an extractor of which nobody starts any, or the dispatch to which is paused. */
export const UnattendedRow = ({
  waiting: { extractor, reason, jobs, datasets },
  filter,
}: UnattendedRowProps) => (
  <tr data-row tabIndex={-1} data-tone="stalled">
    <Cell>
      <Badge content={reason.code === 'dispatch_paused' ? PAUSED : UNATTENDED} />
    </Cell>
    <Cell numeric head="Jobs" className={styles.jobs}>
      {formatCount(jobs)}
    </Cell>
    <Cell truncated className={styles.extractor}>
      <Link className={text.bold} to="/extractors/$name" params={{ name: extractor }}>
        {extractor}
      </Link>
    </Cell>
    <Cell wholeLine className={styles.message}>
      <span className={styles.reason} title={reason.text}>
        {reason.text}
      </span>
    </Cell>
    <Cell head="On">
      <span className={text.dimmed}>{countOf(datasets, 'dataset')}</span>
    </Cell>
    <Cell />
    <Cell />
    <Cell />
    <Cell numeric toEnd>
      <Link
        className={text.link}
        data-row-open
        to="/jobs"
        search={{ q: `state:${WAITING} extractor:${extractor}${filter.mine ? ' by:me' : ''}` }}
      >
        Waiting jobs
      </Link>
    </Cell>
  </tr>
);

const UNATTENDED: BadgeContent = {
  ...FAILURE_BADGES.unroutable,
  explanation: 'No instance of its extractor takes jobs, or it has no queue.',
};

const PAUSED: BadgeContent = {
  label: 'Paused',
  icon: 'pause',
  tone: 'stalled',
  explanation: 'An operator has paused the dispatch to its extractor.',
};

/** "87 files in 2 datasets" */
const placesOf = ({ files, files_are_least: isLeast, datasets }: FailureGroup): string => {
  const some = `${isLeast ? 'at least ' : ''}${countOf(files, 'file')}`;
  return files === 1 ? some : `${some} in ${countOf(datasets, 'dataset')}`;
};

interface RowActionProps extends Pick<FailureRowProps, 'onAct'> {
  readonly group: FailureGroup;
}

/** What ends the failure of all its jobs. A stalled job still runs: its page says more. */
const RowAction = ({ group, onAct }: RowActionProps) => {
  const { kind, latest_job_id: latest, jobs } = group;
  if (kind === 'stalled')
    return latest === null ? null : (
      <Link className={text.link} to="/jobs/$id" params={{ id: latest }}>
        Newest job
      </Link>
    );
  const isCancel = actOf(group) === 'cancel';
  return (
    <Button size="xs" leftSection={<Icon name={isCancel ? 'x' : 'redo'} />} onClick={onAct}>
      {isCancel ? 'Cancel' : 'Resubmit'} {formatCount(jobs)}
    </Button>
  );
};

/** What can be done to all jobs of a group at once. */
export const actOf = ({ kind }: FailureGroup): 'cancel' | 'resubmit' =>
  kind === 'unroutable' ? 'cancel' : 'resubmit';
