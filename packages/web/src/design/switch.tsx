import type { ComponentProps } from 'react';
import './switch.css';

interface SwitchProps extends Omit<ComponentProps<'button'>, 'onClick'> {
  readonly on: boolean;
  readonly label: string;
  /** Why this person may not; then it cannot be pressed. */
  readonly forbidden?: string | undefined;
  /** The change is on its way. */
  readonly busy?: boolean;
  readonly onSwitch: () => void;
}

/** On or off, in a word beside the sign. */
export const Switch = ({ on, label, forbidden, busy = false, onSwitch, ...rest }: SwitchProps) => (
  <button
    {...rest}
    type="button"
    role="switch"
    className="sw"
    aria-checked={on}
    aria-label={label}
    aria-disabled={busy || forbidden !== undefined || undefined}
    title={forbidden}
    onClick={() => {
      if (!busy && forbidden === undefined) onSwitch();
    }}
  >
    <i />
    <span>{on ? 'On' : 'Off'}</span>
  </button>
);
