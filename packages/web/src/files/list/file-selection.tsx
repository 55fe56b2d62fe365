import { Button } from '@mantine/core';
import clsx from 'clsx';
import { useCallback, useState } from 'react';
import { countOf } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import styles from './file-selection.module.css';

export interface FileSelection {
  /** Ids of files. A selected file stays selected when it is scrolled out of sight. */
  readonly selected: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

export const useFileSelection = (): FileSelection => {
  const [selected, setSelected] = useState(NOTHING);
  const toggle = useCallback((id: string) => setSelected((before) => withToggled(before, id)), []);
  const clear = useCallback(() => setSelected(NOTHING), []);
  return { selected, toggle, clear };
};

const withToggled = (selected: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  selected.has(id) ? new Set([...selected].filter((each) => each !== id)) : new Set([...selected, id]);

interface SelectionBarProps {
  readonly selection: FileSelection;
  readonly onSubmit: () => void;
}

/** Takes the place of the drop zone, so that the list does not move when the first file is selected. */
export const SelectionBar = ({ selection: { selected, clear }, onSubmit }: SelectionBarProps) => (
  <div className={clsx(layout.row, layout.fill, styles.bar)}>
    <output>{countOf(selected.size, 'file')} selected</output>
    <Button size="xs" leftSection={<Icon name="play" />} onClick={onSubmit}>
      Submit {selected.size === 1 ? 'it' : 'them'}
    </Button>
    <Button size="xs" variant="subtle" onClick={clear}>
      Clear
    </Button>
  </div>
);
