import { matchesFileType } from './file-type.ts';
import { matchesPattern } from './pattern.ts';
import type { TriggerEvent } from './trigger-event.ts';

/** What sets an extractor off: the `process` object of its heartbeat or registration. */
export interface Triggers {
  /** MIME patterns. */
  readonly file: readonly string[];
  /** Patterns over dataset operations: `file.added`, `*.added`, `*`. */
  readonly dataset: readonly string[];
  /** Patterns over metadata operations: `added.file`, `removed.*`. */
  readonly metadata: readonly string[];
}

/** Whether any of an extractor's patterns covers what happened. */
export const isTriggeredBy = (triggers: Triggers, event: TriggerEvent): boolean =>
  event.subject === 'file'
    ? triggers.file.some((pattern) => matchesFileType(pattern, event.mimeType))
    : triggers[event.subject].some((pattern) => matchesPattern(pattern, event.operation));
