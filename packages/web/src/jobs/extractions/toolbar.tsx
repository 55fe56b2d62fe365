import { Button } from '@mantine/core';
import { Icon } from '../../design/icon.tsx';
import { type State, StateMark } from '../../design/state.tsx';
import { LiveIndicator } from '../live/live-indicator.tsx';
import { type ExtractionsState, NOTHING_KNOWN, type StateCounts } from './extractions-state.ts';
import { countStates } from './filter.ts';
import type { Tree } from './use-tree.ts';

const Find = ({ value, onChange }: { readonly value: string; readonly onChange: (find: string) => void }) => (
  <label className="inp">
    <Icon name="search" />
    <span className="sr">Find in extractions</span>
    <input
      type="search"
      placeholder="Find in extractions"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  </label>
);

const known = (state: ExtractionsState | undefined): ExtractionsState => state ?? NOTHING_KNOWN;

export const Toolbar = ({ tree }: { readonly tree: Tree }) => {
  const { feed, filter, setFilter, arrived, admitAll } = tree;
  return (
    <div className="bar tree-bar">
      <StateChips
        counts={countStates(known(feed.state))}
        chosen={filter.state}
        onChoose={(state) => setFilter({ ...filter, state })}
      />
      <div className="tree-live">
        {arrived > 0 ? (
          <Button size="xs" className="arrived" onClick={admitAll}>
            {arrived} new
          </Button>
        ) : null}
        <LiveIndicator live={feed.live} />
      </div>
      <Find value={filter.find} onChange={(find) => setFilter({ ...filter, find })} />
    </div>
  );
};

const ORDER: readonly State[] = [
  'RUNNING',
  'SUBMITTED',
  'QUEUED',
  'RESUBMITTED',
  'FAILED',
  'LOST',
  'SUCCEEDED',
  'SKIPPED',
  'CANCELLED',
];

interface StateChipsProps {
  readonly counts: StateCounts;
  readonly chosen: State | null;
  readonly onChoose: (state: State | null) => void;
}

/** The states that occur, with how many jobs are in each. Pressing the chosen one again shows all. */
const StateChips = ({ counts, chosen, onChoose }: StateChipsProps) => {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const shown = ORDER.filter((state) => counts[state] !== undefined || state === chosen);
  return (
    <fieldset className="scroll chips">
      <legend className="sr">Filter by state</legend>
      <button type="button" className="chip" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        All <span className="n">{all}</span>
      </button>
      {shown.map((state) => (
        <button
          key={state}
          type="button"
          className="chip"
          aria-pressed={state === chosen}
          onClick={() => onChoose(state === chosen ? null : state)}
        >
          <StateMark state={state} /> <span className="n">{counts[state] ?? 0}</span>
        </button>
      ))}
    </fieldset>
  );
};
