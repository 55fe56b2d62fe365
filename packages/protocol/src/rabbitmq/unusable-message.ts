/** Why a message from the broker cannot be used; stable, because people sort quarantine by it. */
export const UNUSABLE_REASONS = [
  'too_large',
  'not_json',
  'not_an_object',
  'too_deep',
  'no_extractor',
  'says_nothing',
  'malformed_job_id',
  'malformed_queue',
  'foreign_queue',
  'malformed_info',
  'no_instance',
  'no_owner',
] as const;
export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

export interface UnusableMessage {
  readonly ok: false;
  readonly reason: UnusableReason;
  /** In words, with what was wrong. */
  readonly detail: string;
}

export const unusable = (reason: UnusableReason, detail: string): UnusableMessage => ({
  ok: false,
  reason,
  detail,
});
