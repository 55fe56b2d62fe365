import type { TriggerEvent } from './trigger-event.ts';
import { isTriggeredBy, type Triggers } from './triggers.ts';

/** An extractor, as far as its selection asks. */
export interface TriggerCandidate {
  /** Unique among the candidates; what spaces name it by. */
  readonly name: string;
  /** For the whole instance. */
  readonly enabled: boolean;
  /** The user a private extractor belongs to; null for a public one. */
  readonly owner: string | null;
  readonly triggers: Triggers;
}

/** What one space says, by extractor name. */
export interface SpaceChoices {
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
}

/** Who did it, and in which spaces the dataset is. */
export interface TriggerContext {
  /** The user whose act this is; null for nobody. */
  readonly submittedBy: string | null;
  readonly spaces: readonly SpaceChoices[];
}

/** A space that enables wins over one that disables, and both over the instance. */
const isOn = ({ name, enabled }: TriggerCandidate, spaces: readonly SpaceChoices[]): boolean =>
  spaces.some((space) => space.enabled.includes(name)) ||
  (enabled && !spaces.some((space) => space.disabled.includes(name)));

const mayServe = ({ owner }: TriggerCandidate, submittedBy: string | null): boolean =>
  owner === null || owner === submittedBy;

/** What it made itself, file or metadata, never triggers an extractor, or it would run for ever. */
const wroteItself = ({ name }: TriggerCandidate, { writtenBy }: TriggerEvent): boolean => writtenBy === name;

/** The extractors to submit a job for, in the order given. */
export const extractorsFor = <Candidate extends TriggerCandidate>(
  event: TriggerEvent,
  candidates: readonly Candidate[],
  { submittedBy, spaces }: TriggerContext,
): readonly Candidate[] =>
  candidates.filter(
    (candidate) =>
      isOn(candidate, spaces) &&
      mayServe(candidate, submittedBy) &&
      !wroteItself(candidate, event) &&
      isTriggeredBy(candidate.triggers, event),
  );
