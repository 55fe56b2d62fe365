import type { Instant, ReasonCode } from '../job/job.ts';
import type { Suspicion } from '../policies/lost-messages.ts';

/** Where a job stands among those that wait for its extractor, and who is there to do them. */
export type PositionFacts = {
  readonly extractor: string;
  /** How many start before it; null if that is unknown. */
  readonly ahead: number | null;
  /** There may be more ahead: no more are counted. */
  readonly aheadIsLeast: boolean;
  readonly instancesAlive: number;
  /** Consumers of its queue, as the broker counts them; null if that was not asked. */
  readonly consumers: number | null;
  /** When it probably starts, from the extractor's own history; null where that says too little. */
  readonly estimateLowMs: number | null;
  readonly estimateHighMs: number | null;
};

/** How far a silence goes beyond what is usual. */
export type SilenceFacts = {
  readonly silentMs: number;
  /** 99 % of this extractor's events followed the one before within this time; null where too few were seen. */
  readonly usualMs: number | null;
  /** How long a silence may last before it is remarked on, or before the job is given up. */
  readonly limitMs: number;
  readonly instancesAlive: number;
  readonly instanceSeenAt: Instant | null;
  readonly instanceUnseenMs: number | null;
};

type RetryFacts = {
  /** The first retry is the second attempt. */
  readonly retry: number;
  readonly retries: number;
  /** The error of the attempt before, in one line; null where it gave none. */
  readonly error: string | null;
};

/** The facts that belong to each code. */
export type ReasonFacts = AllCodes<{
  // Waiting, and nothing is going to take it as things are.
  readonly extractor_disabled: {
    readonly extractor: string;
    readonly by: string | null;
    readonly disabledAt: Instant;
    readonly disabledMs: number;
  };
  readonly extractor_not_enabled: { readonly extractor: string };
  readonly dispatch_paused: {
    readonly extractor: string;
    readonly by: string | null;
    readonly pausedAt: Instant;
    readonly pausedMs: number;
    /** The reason that they gave. */
    readonly detail: string | null;
  };
  readonly broker_away: { readonly detail: string };
  readonly broker_blocked: { readonly detail: string };
  readonly reports_not_received: { readonly detail: string };
  readonly queue_missing: { readonly queue: string };
  readonly message_vanished: { readonly queue: string; readonly evidence: Suspicion['evidence'] };
  readonly dispatch_failed: { readonly detail: string };
  readonly no_instance_seen: { readonly extractor: string };
  readonly no_instance_alive: {
    readonly extractor: string;
    readonly instanceSeenAt: Instant;
    readonly instanceUnseenMs: number;
  };
  readonly instances_late: {
    readonly extractor: string;
    readonly instancesLate: number;
    readonly instanceUnseenMs: number;
  };
  readonly not_consuming: {
    readonly extractor: string;
    readonly instancesAlive: number;
    readonly consumers: number | null;
    /** How long the next job in line has waited while none was worked on. */
    readonly idleMs: number | null;
  };
  // Waiting for its turn.
  readonly in_line: PositionFacts;
  readonly retry_delayed: RetryFacts & { readonly dueMs: number };
  readonly retry_in_line: RetryFacts & PositionFacts;
  readonly attempt_lost: PositionFacts & { readonly attempt: number; readonly detail: string };
  readonly message_sent_again: PositionFacts & { readonly sentAt: Instant; readonly sentMs: number };
  readonly taken_back: {
    readonly outageMs: number;
    readonly attempts: number;
    readonly attemptsInOutage: number;
  };
  // Running.
  readonly running: { readonly attempt: number; readonly instance: string | null };
  readonly silent: SilenceFacts;
  readonly cancelling: { readonly requestedAt: Instant; readonly requestedMs: number };
  readonly acknowledgement_timeout: { readonly attempt: number; readonly lostAttempt: number };
  readonly redelivered: {
    readonly attempt: number;
    /** Attempts in a row before this one that never ended. */
    readonly lostAttempts: number;
    /** The attempt before it may still be alive. */
    readonly ambiguous: boolean;
  };
  readonly reopened: { readonly attempt: number };
  readonly revived: { readonly lostMs: number; readonly silentMs: number };
  // Over, by the server's own decision.
  readonly silent_too_long: SilenceFacts;
  readonly poison_suspected: { readonly attempts: number; readonly maxAttempts: number };
  readonly end_unknown: Readonly<Record<never, never>>;
  readonly attempts_used_up: { readonly attempts: number; readonly maxAttempts: number };
  readonly in_error_queue: { readonly queue: string };
  readonly chain_limit: {
    /** How many jobs led to it, and how many may. */
    readonly depth: number;
    readonly maxDepth: number;
    /** How many of them are of its extractor, and how many jobs of one extractor a chain may have. */
    readonly ofExtractor: number;
    readonly maxOfExtractor: number;
  };
}>;

/** Fails to compile where a code has no facts here. */
type AllCodes<Facts extends Readonly<Record<ReasonCode, object>>> = Facts;
