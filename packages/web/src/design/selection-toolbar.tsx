import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import rowStyles from './selectable-row.module.css';
import styles from './selection-toolbar.module.css';

interface SelectionToolbarProps {
  readonly isEmpty: boolean;
  /** All rows are selected. */
  readonly isWhole: boolean;
  /** "Select all rows that are loaded" */
  readonly label: string;
  /** Undefined: nothing can be done with selected rows. */
  readonly onSelectAll: (() => void) | undefined;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** What is selected, and what could be done to it. Its place above the table is always kept, so that no row moves. */
export const SelectionToolbar = (props: SelectionToolbarProps) => {
  const { isEmpty, isWhole, label, onSelectAll, onClear, children } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selection" data-selected={!isEmpty || undefined}>
      {onSelectAll ? (
        <label className={rowStyles.checkbox}>
          <input
            type="checkbox"
            aria-label={label}
            checked={isWhole}
            ref={(box) => {
              if (box) box.indeterminate = !isWhole && !isEmpty;
            }}
            onChange={isEmpty ? onSelectAll : onClear}
          />
        </label>
      ) : null}
      {children}
    </div>
  );
};

export const ClearSelection = ({ onClear }: { readonly onClear: () => void }) => (
  <ActionIcon aria-label="Clear the selection" title="Clear the selection" onClick={onClear}>
    <Icon name="x" />
  </ActionIcon>
);
