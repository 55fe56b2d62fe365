import type { Attempt, Job } from '@pawprint/protocol';
import { Badge, type BadgeContent, type BadgeProps } from './badge.tsx';

export type State = Job['state'];
export type Flag = Job['flags'][number];
export type Outcome = Attempt['outcome'];

const STATES: Readonly<Record<State, BadgeContent>> = {
  SUBMITTED: { label: 'Submitted', icon: 'submitted', tone: 'submitted' },
  QUEUED: { label: 'Queued', icon: 'queued', tone: 'queued' },
  RUNNING: { label: 'Running', icon: 'running', tone: 'running' },
  RESUBMITTED: { label: 'Retrying', icon: 'retrying', tone: 'retrying' },
  SUCCEEDED: { label: 'Done', icon: 'done', tone: 'done' },
  FAILED: { label: 'Failed', icon: 'failed', tone: 'failed' },
  SKIPPED: { label: 'Skipped', icon: 'skipped', tone: 'skipped' },
  CANCELLED: { label: 'Cancelled', icon: 'cancelled', tone: 'cancelled' },
  LOST: { label: 'Lost', icon: 'lost', tone: 'lost' },
};

/** The rule by which reports without a job id are cut into jobs. */
export const INFERRED_BY =
  'These reports have no job id. A new run begins with a start after an end, or after a long silence.';

const FLAGS: Readonly<Record<Flag, BadgeContent>> = {
  stalled: { label: 'Stalled', icon: 'stalled', tone: 'stalled' },
  cancel_requested: { label: 'Cancel requested', icon: 'cancelled', tone: 'cancelled' },
  inferred: {
    label: 'Inferred',
    icon: 'info',
    tone: 'submitted',
    explanation: INFERRED_BY,
  },
  reopened: { label: 'Reopened', icon: 'retrying', tone: 'retrying' },
  ambiguous: { label: 'Ambiguous', icon: 'info', tone: 'stalled' },
  imported: {
    label: 'Imported',
    icon: 'info',
    tone: 'submitted',
    explanation: 'It ran on another server, and was imported from the history there.',
  },
};

export const badgeOfState = (state: State): BadgeContent => STATES[state];
export const badgeOfFlag = (flag: Flag): BadgeContent => FLAGS[flag];
/** An attempt that gave the job back is shown as retried; only the job is retrying. */
export const badgeOfOutcome = (outcome: Outcome): BadgeContent =>
  outcome === 'RESUBMITTED' ? { ...STATES.RESUBMITTED, label: 'Retried' } : STATES[outcome];

type Options = Omit<BadgeProps, 'content'>;

export const StateBadge = ({ state, ...options }: { readonly state: State } & Options) => (
  <Badge content={STATES[state]} {...options} />
);

export const FlagBadge = ({ flag, ...options }: { readonly flag: Flag } & Options) => (
  <Badge content={FLAGS[flag]} {...options} />
);
