import type { Event, Job } from '@pawprint/protocol';
import { aDataset, aFileInfo } from '../../files/builders.ts';
import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aJob, anAttempt, anEvent, at } from '../builders.ts';
import { JobView } from './job-view.tsx';

const events: readonly Event[] = [
  anEvent(1, { attempt: null, kind: 'SUBMITTED', message: 'Submitted.' }),
  anEvent(2, { kind: 'STARTED', message: 'Started processing.' }),
  ...Array.from({ length: 30 }, (_, line) => anEvent(line + 3, { message: `Read page ${line + 1} of 30.` })),
  anEvent(40, { level: 'warn', message: '\u001b[33mwarning:\u001b[0m page 12 is empty' }),
  anEvent(41, { kind: 'ERROR', message: 'out of memory' }),
  anEvent(42, { attempt: 2, kind: 'STARTED', message: 'Started processing.' }),
];

const answersFor = (job: Job) => ({
  showJob: {
    ...job,
    attempts: [
      anAttempt(1, { outcome: 'FAILED', error: 'out of memory', started_at: at(400), ended_at: at(1800) }),
      anAttempt(2, {
        outcome: job.state === 'RUNNING' ? 'RUNNING' : 'SUCCEEDED',
        started_at: at(2600),
        ended_at: job.finished_at,
      }),
    ],
  },
  showDataset: aDataset(),
  showFile: aFileInfo(),
  listJobEvents: (query: URLSearchParams) => ({
    items: query.has('after') ? [] : events.map((event) => ({ ...event, job_id: job.id })),
    next: null,
  }),
});

const done = aJob.done({ attempt_count: 2, parameters: { depth: 10, format: 'pdf' } });
const running = aJob.running({ attempt_count: 2, progress: 0.4, last_event_at: at(2600) });

export const Done = example(<JobView id={done.id} />, answersFor(done));

export const Running = example(<JobView id={running.id} />, answersFor(running));

export const Loading = example(<JobView id={done.id} />, { ...answersFor(done), showJob: PENDING });

export const Failed = example(<JobView id={done.id} />, {
  ...answersFor(done),
  showJob: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
