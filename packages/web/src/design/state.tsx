import type { Attempt, Job } from '@pawprint/protocol';
import { Icon, type IconName } from './icon.tsx';

export type State = Job['state'];
export type Flag = Job['flags'][number];
export type Outcome = Attempt['outcome'];

/** What people see of a state: never the colour alone. `tone` names the token, `--st-<tone>`. */
export interface Look {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: string;
}

const STATES: Readonly<Record<State, Look>> = {
  SUBMITTED: { word: 'Submitted', icon: 'submitted', tone: 'submitted' },
  QUEUED: { word: 'Queued', icon: 'queued', tone: 'queued' },
  RUNNING: { word: 'Running', icon: 'running', tone: 'running' },
  RESUBMITTED: { word: 'Retrying', icon: 'retrying', tone: 'retrying' },
  SUCCEEDED: { word: 'Done', icon: 'done', tone: 'done' },
  FAILED: { word: 'Failed', icon: 'failed', tone: 'failed' },
  SKIPPED: { word: 'Skipped', icon: 'skipped', tone: 'skipped' },
  CANCELLED: { word: 'Cancelled', icon: 'cancelled', tone: 'cancelled' },
  LOST: { word: 'Lost', icon: 'lost', tone: 'lost' },
};

const FLAGS: Readonly<Record<Flag, Look>> = {
  stalled: { word: 'Stalled', icon: 'stalled', tone: 'stalled' },
  cancel_requested: { word: 'Cancel requested', icon: 'cancelled', tone: 'cancelled' },
  inferred: { word: 'Inferred', icon: 'info', tone: 'submitted' },
  reopened: { word: 'Reopened', icon: 'retrying', tone: 'retrying' },
  ambiguous: { word: 'Ambiguous', icon: 'info', tone: 'stalled' },
};

export const lookOfState = (state: State): Look => STATES[state];
export const lookOfFlag = (flag: Flag): Look => FLAGS[flag];
/** An attempt that asked for another is over: it was retried. The job is what is retrying. */
export const lookOfOutcome = (outcome: Outcome): Look =>
  outcome === 'RESUBMITTED' ? { ...STATES.RESUBMITTED, word: 'Retried' } : STATES[outcome];

interface MarkProps {
  readonly look: Look;
  readonly pill?: boolean;
  /** The word is for screen readers and on hover only: where a row of many states stands side by side. */
  readonly iconOnly?: boolean;
}

/** Icon, word and colour. */
export const Mark = ({ look, pill = false, iconOnly = false }: MarkProps) => (
  <span className={`st st-${look.tone} ${pill ? 'pill' : ''}`} title={iconOnly ? look.word : undefined}>
    <Icon name={look.icon} />
    <span className={iconOnly ? 'sr' : undefined}>{look.word}</span>
  </span>
);

export const StateMark = ({ state, ...rest }: { readonly state: State } & Omit<MarkProps, 'look'>) => (
  <Mark look={STATES[state]} {...rest} />
);

export const FlagMark = ({ flag, ...rest }: { readonly flag: Flag } & Omit<MarkProps, 'look'>) => (
  <Mark look={FLAGS[flag]} {...rest} />
);
