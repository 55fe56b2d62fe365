import type { ExtractorRun } from '@pawprint/protocol';
import { shortId } from '../../design/short-id.tsx';

/** An attempt at a job; or a job that no instance has started. */
export interface LaneBar {
  readonly jobId: string;
  readonly name: string;
  readonly outcome: ExtractorRun['attempts'][number]['outcome'] | 'WAITING';
  /** When the job was submitted, on its first attempt; otherwise the same as `from`. */
  readonly waitFrom: number;
  readonly from: number;
  readonly to: number;
}

export interface Lane {
  readonly key: string;
  readonly label: string;
  /** Null: reports did not say which instance it was, or none has started. */
  readonly instanceId: string | null;
  /** Oldest first. */
  readonly bars: readonly LaneBar[];
}

type Grouping = 'by instance' | 'by extractor and instance';

interface Placed extends LaneBar {
  readonly lane: Omit<Lane, 'bars'>;
}

/** The attempts of each instance, with the time that their jobs waited. The instance that worked last is first. */
export const lanesOf = (
  runs: readonly ExtractorRun[],
  now: number,
  grouping: Grouping = 'by instance',
): readonly Lane[] => {
  const lanes = new Map<string, { lane: Omit<Lane, 'bars'>; bars: LaneBar[] }>();
  for (const { lane, ...bar } of runs.flatMap((run) => barsOf(run, now, grouping))) {
    const known = lanes.get(lane.key) ?? { lane, bars: [] };
    known.bars.push(bar);
    lanes.set(lane.key, known);
  }
  return [...lanes.values()]
    .map(({ lane, bars }) => ({ ...lane, bars: bars.sort((one, other) => one.from - other.from) }))
    .sort((one, other) => lastEnd(other) - lastEnd(one));
};

const lastEnd = ({ bars }: Lane): number => Math.max(...bars.map(({ to }) => to));

const barsOf = (run: ExtractorRun, now: number, grouping: Grouping): readonly Placed[] => {
  const { id: jobId, extractor, resource, attempts } = run;
  const ofExtractor = grouping === 'by extractor and instance' ? `${extractor} ` : '';
  const name = `${ofExtractor === '' ? '' : `${extractor} on `}${resource.name}`;
  const submitted = Date.parse(run.submitted_at);
  if (attempts.length === 0) {
    if (ofExtractor === '') return [];
    const to = run.finished_at === null ? now : Date.parse(run.finished_at);
    const outcome = run.finished_at === null ? 'WAITING' : endOf(run.state);
    const lane = { key: 'waiting', label: 'not started', instanceId: null };
    return [{ lane, jobId, name, outcome, waitFrom: submitted, from: to, to }];
  }
  return attempts.map(({ number, instance_id: instanceId, outcome, started_at: start, ended_at: end }) => {
    const from = Date.parse(start);
    const who = instanceId === null ? 'not known' : shortId(instanceId);
    return {
      lane: { key: `${ofExtractor}${instanceId ?? ''}`, label: `${ofExtractor}${who}`, instanceId },
      jobId,
      name,
      outcome,
      waitFrom: number === 1 && ofExtractor !== '' ? Math.min(submitted, from) : from,
      from,
      to: end === null ? now : Date.parse(end),
    };
  });
};

const endOf = (state: ExtractorRun['state']): LaneBar['outcome'] =>
  state === 'SUBMITTED' || state === 'QUEUED' ? 'WAITING' : state;

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Round times of the reader's clock within a range, `most` at most. */
export const clockTicks = ({ from, to }: TimeRange, most: number): readonly number[] => {
  const step = STEPS_MS.find((candidate) => (to - from) / candidate <= Math.max(2, most)) ?? to - from;
  const zoneMs = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - zoneMs) / step) * step + zoneMs;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
};

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200]
  .concat([86_400, 172_800, 604_800, 1_209_600])
  .map((seconds) => seconds * 1_000);

/** The place nearest to a pointer, if it is near enough. */
export const nearest = <Item extends { readonly x: number; readonly y: number }>(
  items: readonly Item[],
  x: number,
  y: number,
  within: number,
): Item | undefined => {
  let found: Item | undefined;
  let least = within;
  for (const item of items) {
    const distance = Math.hypot(item.x - x, item.y - y);
    if (distance <= least) [found, least] = [item, distance];
  }
  return found;
};

interface Drawn {
  readonly row: number;
  readonly x: number;
}

/** The bar that an arrow key leads to: the next or previous of its lane, or the nearest of the lane above or below. */
export const barAfterKey = <Bar extends Drawn>(
  bars: readonly Bar[],
  here: Bar | undefined,
  key: string,
): Bar | undefined => {
  if (here === undefined) return bars[0];
  const byNearness = (one: Bar, other: Bar): number => Math.abs(one.x - here.x) - Math.abs(other.x - here.x);
  const inLane = bars.filter(({ row }) => row === here.row);
  if (key === 'ArrowRight') return inLane[inLane.indexOf(here) + 1];
  if (key === 'ArrowLeft') return inLane[inLane.indexOf(here) - 1];
  const rows = bars.map(({ row }) => row);
  const next =
    key === 'ArrowDown'
      ? Math.min(...rows.filter((row) => row > here.row))
      : Math.max(...rows.filter((row) => row < here.row));
  return bars.filter(({ row }) => row === next).toSorted(byNearness)[0];
};
