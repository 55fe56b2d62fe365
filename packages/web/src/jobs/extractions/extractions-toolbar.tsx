import { Button } from '@mantine/core';
import { Suspense, useDeferredValue } from 'react';
import type { ResourceKey } from '../../api/query-keys.ts';
import { Chip } from '../../design/chip.tsx';
import { ChipGroup } from '../../design/chip-row.tsx';
import { lazyPart } from '../../design/on-demand.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { type State, StateBadge } from '../../design/state.tsx';
import { Toolbar } from '../../design/toolbar.tsx';
import { LiveIndicator } from '../live/live-indicator.tsx';
import { jobsOf } from './extractions-query.ts';
import { NO_EXTRACTIONS, type StateCounts } from './extractions-state.ts';
import styles from './extractions-toolbar.module.css';
import { countStates, STATES_IN_ORDER } from './filter.ts';
import type { Tree } from './use-tree.ts';

/** The states of jobs that are not over. */
const OPEN_STATES = ['RUNNING', 'SUBMITTED', 'QUEUED', 'RESUBMITTED'] as const;

interface ExtractionsToolbarProps {
  readonly resource: ResourceKey;
  readonly tree: Tree;
}

export const ExtractionsToolbar = ({ resource, tree }: ExtractionsToolbarProps) => {
  const { data, filter, heldBack, showHeldBack } = tree;
  const counts = countStates(data.state ?? NO_EXTRACTIONS);
  return (
    <Toolbar>
      <StateChips counts={counts} chosen={filter.state} onChoose={tree.setState} />
      <div className={styles.live}>
        {heldBack > 0 ? (
          <Button size="xs" onClick={showHeldBack}>
            {heldBack} new
          </Button>
        ) : null}
        <LiveIndicator live={data.live} active={OPEN_STATES.some((state) => counts[state])} />
        {data.state && data.state.groups.size > 0 ? <JobsMenu resource={resource} /> : null}
      </div>
      <SearchInput
        className={styles.search}
        aria-label="Find in extractions"
        placeholder="Find in extractions"
        value={filter.find}
        maxLength={200}
        onChange={(event) => tree.setFind(event.currentTarget.value)}
        onBlur={tree.writeFind}
      />
    </Toolbar>
  );
};

const ManyJobsMenu = lazyPart(async () => (await import('../../operations/many-jobs-menu.tsx')).ManyJobsMenu);

/** Its code loads once the list is on the screen, and its place is kept until then. */
const JobsMenu = ({ resource }: Pick<ExtractionsToolbarProps, 'resource'>) => {
  const isListShown = useDeferredValue(true, false);
  return (
    <span className={styles.menu}>
      <Suspense fallback={null}>
        {isListShown ? (
          <ManyJobsMenu
            scope={jobsOf(resource)}
            where={resource.type === 'file' ? 'Jobs on this file' : 'Jobs on this dataset and on its files'}
          />
        ) : null}
      </Suspense>
    </span>
  );
};

interface StateChipsProps {
  readonly counts: StateCounts;
  readonly chosen: State | null;
  readonly onChoose: (state: State | null) => void;
}

/** The states that occur, each with its number of jobs. Pressing the chosen one again shows all. */
const StateChips = ({ counts, chosen, onChoose }: StateChipsProps) => {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const shown = STATES_IN_ORDER.filter((state) => counts[state] !== undefined || state === chosen);
  return (
    <ChipGroup label="Filter by state" className={styles.states}>
      <Chip pressed={chosen === null} count={total} onClick={() => onChoose(null)}>
        All
      </Chip>
      {shown.map((state) => (
        <Chip
          key={state}
          pressed={state === chosen}
          count={counts[state] ?? 0}
          onClick={() => onChoose(state === chosen ? null : state)}
        >
          <StateBadge state={state} />
        </Chip>
      ))}
    </ChipGroup>
  );
};
