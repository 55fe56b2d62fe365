import { type State, StateMark } from '../../design/state.tsx';
import type { StateCounts } from './extractions-state.ts';

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
export const StateChips = ({ counts, chosen, onChoose }: StateChipsProps) => {
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
