import { Button } from '@mantine/core';
import { countOf } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import type { Selection } from './use-selection.ts';

interface SelectionBarProps {
  readonly selection: Selection;
  readonly onSubmit: () => void;
}

/** Stands where files are dropped, so that the list does not move when the first is selected. */
export const SelectionBar = ({ selection: { selected, clear }, onSubmit }: SelectionBarProps) => (
  <div className="grow row selection-bar">
    <output>{countOf(selected.size, 'file')} selected</output>
    <Button size="xs" leftSection={<Icon name="play" />} onClick={onSubmit}>
      Submit {selected.size === 1 ? 'it' : 'them'}
    </Button>
    <Button size="xs" variant="subtle" onClick={clear}>
      Clear
    </Button>
  </div>
);
