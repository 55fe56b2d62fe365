import type { Event } from '@pawprint/protocol';
import { lineText } from './event-kinds.ts';

/** Lines shown as one. `equal` repeat one text; `progress` differ only in how far they are. */
export interface Fold {
  readonly kind: 'line' | 'equal' | 'progress';
  readonly events: readonly [Event, ...Event[]];
}

/** Only chatter folds: what changes a state always has a row of its own. */
const CHATTER: ReadonlySet<Event['kind']> = new Set(['PROCESSING', 'LOG', 'PROGRESS']);
const PERCENT = /\d+(?:[.,]\d+)?\s*%/g;

/** Lines with the same key, one after the other, are one run. */
const runKey = (event: Event): string | null => {
  if (!CHATTER.has(event.kind)) return null;
  const text = lineText(event);
  const shape = text.replace(PERCENT, '%');
  const what = shape === text ? `${event.kind} ${event.level ?? ''} ${text}` : `% ${shape}`;
  return `${event.attempt ?? ''} ${event.late} ${what}`;
};

const runsOf = (events: readonly Event[]): [Event, ...Event[]][] => {
  const runs: [Event, ...Event[]][] = [];
  let last: string | null = null;
  for (const event of events) {
    const key = runKey(event);
    const run = key !== null && key === last ? runs.at(-1) : undefined;
    if (run) run.push(event);
    else runs.push([event]);
    last = key;
  }
  return runs;
};

const single = (event: Event): Fold => ({ kind: 'line', events: [event] });

const foldRun = (run: [Event, ...Event[]]): Fold[] => {
  const text = lineText(run[0]);
  if (run.length > 1 && run.every((event) => lineText(event) === text))
    return [{ kind: 'equal', events: run }];
  return run.length > 2 ? [{ kind: 'progress', events: run }] : run.map(single);
};

/** While it is still being written the last line stands alone: it says how far the attempt is now. */
const foldLiveRun = (run: [Event, ...Event[]]): Fold[] => {
  const [first, ...rest] = run;
  const last = rest.at(-1);
  const texts = new Set(run.map(lineText));
  return last && texts.size > 1 ? [...foldRun([first, ...rest.slice(0, -1)]), single(last)] : foldRun(run);
};

/** Folds equal lines ("×412") and progress lines (first … last). Nothing is dropped and nothing changes place. */
export const foldLines = (events: readonly Event[], { live = false } = {}): Fold[] => {
  const runs = runsOf(events);
  return runs.flatMap((run, at) => (live && at === runs.length - 1 ? foldLiveRun(run) : foldRun(run)));
};
