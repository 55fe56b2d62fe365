import type { Dataset } from '@pawprint/protocol';
import { FILE_STATES, type FileState } from '@pawprint/protocol/client';
import { Link } from '@tanstack/react-router';
import { Badge } from '../design/badge.tsx';
import chip from '../design/chip.module.css';
import { formatCount } from '../design/count.ts';
import { badgeOfState } from '../design/state.tsx';
import styles from './dataset-summary.module.css';
import { cellStateLabel, countStates, describeCounts } from './grid/grid-states.ts';
import { useDatasetGrid } from './grid/use-dataset-grid.ts';

/** How far the extractors are with the dataset. Each number leads to what it counts. */
export const DatasetSummary = ({ dataset }: { readonly dataset: Pick<Dataset, 'id' | 'file_count'> }) => {
  const { data } = useDatasetGrid(dataset);
  // The place is kept while the numbers are loaded, so that nothing below moves.
  if (data === undefined) return <div className={styles.summary} />;
  const counts = countStates(data);
  const sentence = describeCounts(counts);
  if (sentence === null) return null;
  return (
    <div className={styles.summary}>
      <span>{sentence}</span>
      <ul className={styles.chips} aria-label="Latest jobs by state">
        {FILE_STATES.filter((state) => counts[state] > 0).map((state) => (
          <li key={state}>
            <StateLink state={state} count={counts[state]} />
          </li>
        ))}
      </ul>
    </div>
  );
};

const StateLink = ({ state, count }: { readonly state: FileState; readonly count: number }) => (
  <Link
    className={chip.chip}
    to="."
    search={
      ((before: object) => ({ ...before, tab: 'grid', state, extractor: undefined, q: undefined })) as never
    }
    replace
    resetScroll={false}
  >
    {state === 'NOT_RUN' ? cellStateLabel(state) : <Badge content={badgeOfState(state)} />}
    <span className={chip.count}>{formatCount(count)}</span>
  </Link>
);
