import { example } from '../gallery/example.tsx';
import layout from './layout.module.css';
import { FlagBadge, StateBadge } from './state.tsx';

const STATES = [
  'SUBMITTED',
  'QUEUED',
  'RUNNING',
  'RESUBMITTED',
  'SUCCEEDED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
  'LOST',
] as const;
const FLAGS = ['stalled', 'cancel_requested', 'inferred', 'reopened', 'ambiguous', 'imported'] as const;

export const States = example(
  <div className={layout.row}>
    {STATES.map((state) => (
      <StateBadge key={state} state={state} />
    ))}
  </div>,
);

export const Pills = example(
  <div className={layout.row}>
    {STATES.map((state) => (
      <StateBadge key={state} state={state} pill />
    ))}
  </div>,
);

export const IconsOnly = example(
  <div className={layout.row}>
    {STATES.map((state) => (
      <StateBadge key={state} state={state} iconOnly />
    ))}
  </div>,
);

export const Flags = example(
  <div className={layout.row}>
    {FLAGS.map((flag) => (
      <FlagBadge key={flag} flag={flag} />
    ))}
  </div>,
);
