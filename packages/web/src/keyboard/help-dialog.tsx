import { Modal } from '@mantine/core';
import styles from './help-dialog.module.css';
import { SHORTCUTS } from './shortcuts.ts';

interface HelpDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const HelpDialog = ({ opened, onClose }: HelpDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Keyboard" size={400}>
    <dl>
      {SHORTCUTS.map(({ keys, label }) => (
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
  </Modal>
);
