import { describe, expect, it } from 'vitest';
import { after, NOW } from './after.builder.ts';
import { applyEvent } from './apply-event.ts';
import { anEvent } from './event.builder.ts';
import { aJob } from './job.builder.ts';

describe('time', () => {
  it('is when the server received the event, not when it got round to it', () => {
    expect(after(aJob.queued(), anEvent('STARTED', { receivedAt: 400 })).startedAt).toBe(400);
  });

  it.each([NOW + 1, Number.NaN, Infinity])('received at %d counts as now', (receivedAt) => {
    expect(after(aJob.queued(), anEvent('STARTED', { receivedAt })).startedAt).toBe(NOW);
  });

  it('never runs backwards within a job', () => {
    const job = after(aJob.running(), anEvent('SUCCEEDED', { receivedAt: 10 }));
    expect(job.attempts[0]).toMatchObject({ startedAt: 200, endedAt: 200 });
    expect(job).toMatchObject({ finishedAt: 200, lastEventAt: 200 });
  });

  it('of a start after an end is not before that end', () => {
    const job = after(aJob.lostWaiting(), anEvent('STARTED', { receivedAt: 260 }));
    expect(job.attempts[0]?.startedAt).toBe(300);
  });

  it('is the last known where neither clock makes sense', () => {
    const started = anEvent('STARTED', { receivedAt: Number.NaN });
    expect(applyEvent(aJob.queued(), started, Number.NaN).job.startedAt).toBe(150);
  });
});
