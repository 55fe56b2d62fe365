import type { Event } from '@pawprint/protocol';
import { lineText } from './event-kinds.ts';

/** Lines shown as one. The lines of an `equal` fold repeat one text; those of a `progress` fold differ in a percentage. */
export interface Fold {
  readonly kind: 'line' | 'equal' | 'progress';
  readonly events: readonly [Event, ...Event[]];
  /** The line above shows the trace of this error, which therefore shows its summary only. */
  readonly traceAbove?: true;
}

/** Folds equal lines ("×412") and progress lines (first … last). No event is dropped or moved. */
export const foldLines = (events: readonly Event[], { live = false } = {}): Fold[] => {
  const runs = splitIntoRuns(events);
  const folds = runs.flatMap((run, at) => (live && at === runs.length - 1 ? foldLiveRun(run) : foldRun(run)));
  return folds.map((fold, at) => {
    const before = folds[at - 1]?.events.at(-1);
    return before && hasTraceOf(before, fold.events[0]) ? { ...fold, traceAbove: true } : fold;
  });
};

/** Extractors log the trace of an error, and then many report it again as the reason why the job failed. */
const hasTraceOf = (before: Event, { kind, attempt, message }: Event): boolean => {
  if ((kind !== 'ERROR' && kind !== 'RESUBMITTED') || attempt !== before.attempt) return false;
  const [, ...trace] = message.trim().split('\n');
  return trace.length > 0 && before.message.includes(trace.join('\n'));
};

type Run = [Event, ...Event[]];

const splitIntoRuns = (events: readonly Event[]): Run[] => {
  const runs: Run[] = [];
  let previous: string | null = null;
  for (const event of events) {
    const key = runKey(event);
    const run = key !== null && key === previous ? runs.at(-1) : undefined;
    if (run) run.push(event);
    else runs.push([event]);
    previous = key;
  }
  return runs;
};

/** An event that changes the job's state is never folded. */
const FOLDABLE: ReadonlySet<Event['kind']> = new Set(['PROCESSING', 'LOG', 'PROGRESS']);
const PERCENT = /\d+(?:[.,]\d+)?\s*%/g;

/** Consecutive events with the same key form one run. */
const runKey = (event: Event): string | null => {
  if (!FOLDABLE.has(event.kind)) return null;
  const text = lineText(event);
  const withoutNumbers = text.replace(PERCENT, '%');
  const key = withoutNumbers === text ? `${event.kind} ${event.level ?? ''} ${text}` : `% ${withoutNumbers}`;
  return `${event.attempt ?? ''} ${event.late} ${key}`;
};

const foldRun = (run: Run): Fold[] => {
  const text = lineText(run[0]);
  if (run.length > 1 && run.every((event) => lineText(event) === text))
    return [{ kind: 'equal', events: run }];
  return run.length > 2 ? [{ kind: 'progress', events: run }] : run.map(singleLine);
};

/** The last progress line of a live attempt stays outside the fold, since it says how far the attempt is now. */
const foldLiveRun = (run: Run): Fold[] => {
  const [first, ...rest] = run;
  const last = rest.at(-1);
  const texts = new Set(run.map(lineText));
  return last && texts.size > 1
    ? [...foldRun([first, ...rest.slice(0, -1)]), singleLine(last)]
    : foldRun(run);
};

const singleLine = (event: Event): Fold => ({ kind: 'line', events: [event] });
