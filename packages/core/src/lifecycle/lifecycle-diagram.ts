import { isTerminal, JOB_STATES, type JobState, STATE_LABELS } from '../job/job.ts';
import { type EventKind, reportedEnd } from '../job/job-event.ts';
import type { Transition } from '../job/transitions.ts';

/** One move of a job from one state to another. */
export interface Arrow {
  readonly from: JobState;
  readonly to: JobState;
  readonly kind: EventKind;
  /** The transition occurs without a start before it: the start was lost, or the job was given up too early. */
  readonly outOfTurn: boolean;
}

/** A mermaid state diagram of these arrows; one line for each pair of states, with the events that lead there. */
export const lifecycleDiagram = (arrows: readonly Arrow[]): string => {
  const states = JOB_STATES.filter((state) => arrows.some(({ from, to }) => from === state || to === state));
  const named = states.map((state) => `state "${STATE_LABELS[state]}" as ${state}`);
  const edges = [...kindsByEdge(arrows)].map(([edge, kinds]) => `${edge} : ${[...kinds].join(', ')}`);
  const terminal = `class ${states.filter(isTerminal).join(', ')} terminal`;
  const lines = [...named, '[*] --> SUBMITTED', ...edges, 'classDef terminal stroke-width:3px', terminal];
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`)].join('\n');
};

/** Every pair of states that a row of the table leads between. */
export const arrowsOf = (table: readonly Transition[]): readonly Arrow[] =>
  table
    .flatMap((row) =>
      row.on.flatMap((kind) =>
        row.from.map((from) => ({
          from,
          to: targetOf(row, kind, from),
          kind,
          outOfTurn: isOutOfTurn(row, kind, from),
        })),
      ),
    )
    .filter(({ from, to }) => from !== to);

const kindsByEdge = (arrows: readonly Arrow[]): ReadonlyMap<string, ReadonlySet<EventKind>> => {
  const edges = new Map<string, Set<EventKind>>();
  for (const { from, to, kind } of arrows) {
    const edge = `${from} --> ${to}`;
    edges.set(edge, (edges.get(edge) ?? new Set()).add(kind));
  }
  return edges;
};

const targetOf = ({ to }: Transition, kind: EventKind, from: JobState): JobState => {
  if (to === 'stays') return from;
  return to === 'as_reported' ? (reportedEnd(kind)?.job ?? from) : to;
};

const isOutOfTurn = (row: Transition, kind: EventKind, from: JobState): boolean =>
  kind !== 'STARTED' && (from === 'LOST' || (row.attempt?.includes('next') ?? false));
