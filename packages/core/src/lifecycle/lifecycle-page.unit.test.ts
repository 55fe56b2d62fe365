import { describe, expect, it } from 'vitest';
import { applyEvent } from '../job/apply-event.ts';
import { anEvent } from '../job/event.builder.ts';
import { aJob } from '../job/job.builder.ts';
import { JOB_STATES } from '../job/job.ts';
import { EVENT_KINDS } from '../job/job-event.ts';
import { TRANSITIONS } from '../job/transitions.ts';
import { arrowsOf, lifecycleDiagram } from './lifecycle-diagram.ts';
import { lifecyclePage } from './lifecycle-page.ts';

/** `from --> to : kind` for every arrow that the page draws. */
const drawn = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...markdown.matchAll(/^ {2}([A-Z]+) --> ([A-Z]+) : (.+)$/gm)].flatMap(([, from, to, kinds = '']) =>
      kinds.split(', ').map((kind) => `${from} --> ${to} : ${kind}`),
    ),
  );

/**
 * The moves that `applyEvent` makes of jobs in every situation, whether an event names the next attempt or none, or
 * follows an ERROR.
 */
const moves = (): ReadonlySet<string> => {
  const made = Object.values(aJob).flatMap((build) => {
    const states = [build(), { ...build(), flags: new Set(['cancel_requested' as const]) }];
    return states.flatMap((job) =>
      EVENT_KINDS.flatMap((kind) =>
        [{ attempt: null }, { attempt: job.attempts.length + 1 }, { followsError: true }].flatMap((also) => {
          const to = applyEvent(job, anEvent(kind, also), 1_000).job.state;
          return to === job.state ? [] : [`${job.state} --> ${to} : ${kind}`];
        }),
      ),
    );
  });
  return new Set(made);
};

describe('the diagram', () => {
  it('has exactly the transitions that applyEvent makes', () => {
    expect([...drawn(lifecyclePage())].toSorted()).toEqual([...moves()].toSorted());
  });

  it('names every state once by its label', () => {
    const named = lifecycleDiagram(arrowsOf(TRANSITIONS)).match(/^ {2}state "\w+" as [A-Z]+$/gm);
    expect(named).toHaveLength(JOB_STATES.length);
    expect(named).toContain('  state "Retrying" as RESUBMITTED');
  });

  it('draws one line from a state to another for all its events', () => {
    const lines = lifecycleDiagram(arrowsOf(TRANSITIONS)).match(/^.*RUNNING --> CANCELLED.*$/gm);
    expect(lines).toHaveLength(1);
  });
});

describe('the page', () => {
  it('has a section for reports without a start', () => {
    const [usual = '', outOfTurn = ''] = lifecyclePage().split('## When reports come out of turn');
    expect([...drawn(usual)].filter((arrow) => arrow.startsWith('LOST'))).toEqual([
      'LOST --> RUNNING : STARTED',
    ]);
    expect([...drawn(outOfTurn)].filter((arrow) => arrow.endsWith('STARTED'))).toEqual([]);
    expect(drawn(outOfTurn)).toContain('QUEUED --> SUCCEEDED : SUCCEEDED');
  });

  it('has a line for every row of the table', () => {
    const [, table = ''] = lifecyclePage().split('## Every transition');
    expect(table.match(/^\| .* \|$/gm)).toHaveLength(TRANSITIONS.length + 2);
    for (const { because } of TRANSITIONS) expect(table).toContain(`| ${because} |`);
  });

  it('has a line for every state', () => {
    for (const state of JOB_STATES) expect(lifecyclePage()).toContain(`\n| \`${state}\` | `);
  });
});
