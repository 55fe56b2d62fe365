import { Switch as MantineSwitch, type SwitchProps } from '@mantine/core';
import styles from './switch.module.css';

interface OnOffSwitchProps extends Omit<SwitchProps, 'label' | 'onChange' | 'disabled'> {
  readonly on: boolean;
  readonly label: string;
  /** Why this person may not change it; the switch stays as it is then. */
  readonly forbidden?: string | undefined;
  /** The change has been sent and is not answered yet. */
  readonly busy?: boolean;
  readonly onSwitch: () => void;
}

/** On or off, also in a word beside the switch. */
export const Switch = ({ on, label, forbidden, busy = false, onSwitch, ...rest }: OnOffSwitchProps) => (
  <MantineSwitch
    {...rest}
    checked={on}
    aria-label={label}
    // Not disabled: it has to keep the focus, and to say why it cannot be changed.
    aria-disabled={busy || forbidden !== undefined || undefined}
    label={<span className={styles.word}>{on ? 'On' : 'Off'}</span>}
    wrapperProps={{ title: forbidden }}
    onChange={() => {
      if (!busy && forbidden === undefined) onSwitch();
    }}
  />
);
