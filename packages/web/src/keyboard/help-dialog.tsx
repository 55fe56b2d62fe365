import { Modal } from '@mantine/core';
import styles from './help-dialog.module.css';
import { SHORTCUTS } from './shortcuts.ts';

interface Keys {
  readonly keys: readonly string[];
  readonly label: string;
}

/** Also while a text is typed. */
const PALETTE_KEYS: readonly Keys[] = [
  { keys: ['Ctrl or ⌘', 'K'], label: 'Find an action, or anything else' },
];

/** Except while a text is typed, which is then undone itself. */
const UNDO_KEYS: readonly Keys[] = [
  { keys: ['Ctrl or ⌘', 'Z'], label: 'Undo what was just done, while that is offered' },
];

/** What the trees of extractions do by themselves. */
const TREE_KEYS: readonly Keys[] = [
  { keys: ['↓', '↑'], label: 'Next and previous row' },
  { keys: ['→', '←'], label: 'Open and close the row' },
  { keys: ['Home', 'End'], label: 'First and last row' },
  { keys: ['Tab'], label: 'Links and buttons of the row' },
];

/** What the log of a job does by itself. */
const LOG_KEYS: readonly Keys[] = [
  { keys: ['Enter'], label: 'Next hit of the search' },
  { keys: ['Shift', 'Enter'], label: 'Previous hit' },
  { keys: ['Esc'], label: 'Clear the search, or show all attempts' },
];

interface HelpDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const HelpDialog = ({ opened, onClose }: HelpDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Keyboard" size={400}>
    <KeyList keys={[...PALETTE_KEYS, ...SHORTCUTS, ...UNDO_KEYS]} />
    <h3 className={styles.heading}>In extractions</h3>
    <KeyList keys={TREE_KEYS} />
    <h3 className={styles.heading}>In the log of a job</h3>
    <KeyList keys={LOG_KEYS} />
  </Modal>
);

const KeyList = ({ keys: rows }: { readonly keys: readonly Keys[] }) => (
  <dl>
    {rows.map(({ keys, label }) => (
      <div key={label} className={styles.shortcut}>
        <dt>{label}</dt>
        <dd className={styles.keys}>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </dd>
      </div>
    ))}
  </dl>
);
