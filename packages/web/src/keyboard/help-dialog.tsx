import { Modal } from '@mantine/core';
import { SHORTCUTS } from './shortcuts.ts';
import './help-dialog.css';

interface HelpDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const HelpDialog = ({ opened, onClose }: HelpDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Keyboard" size={400}>
    <dl className="shortcuts">
      {SHORTCUTS.map(({ keys, does }) => (
        <div key={does}>
          <dt>{does}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </Modal>
);
