import { Button } from '@mantine/core';
import { Icon } from '../../design/icon.tsx';
import { LiveIndicator } from '../live/live-indicator.tsx';
import { type ExtractionsState, NOTHING_KNOWN } from './extractions-state.ts';
import { countStates } from './filter.ts';
import { StateChips } from './state-chips.tsx';
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
