import { withTimeLimit } from '@pawprint/async';
import { concurrencyOf, type ExtractorDefinition } from '../definition.ts';
import type { InstanceLog } from '../instance-log.ts';
import { runJob } from '../job/run-job.ts';
import type { Assignment, Instance, Lane } from '../lanes/lane.ts';
import type { Timings } from '../timings.ts';
import { createSlots, type Slots } from './slots.ts';

interface RunInstancePorts {
  readonly lane: Lane;
  readonly log: InstanceLog;
  readonly timings: Timings;
  /** Aborts when no further job may start. */
  readonly stopping: AbortSignal;
}

const jobStarter =
  ({ log, timings }: RunInstancePorts, extractor: ExtractorDefinition, { giveBack, abandon }: LastJobs) =>
  async (assignment: Assignment): Promise<void> => {
    const { id, attempt, resource } = assignment.job;
    log.info(`job ${id}, attempt ${attempt}: ${resource.name}`);
    await runJob({ log, timings, giveBack, abandon }, extractor, assignment);
  };

const serveJobs = async (ports: RunInstancePorts, definition: ExtractorDefinition): Promise<void> => {
  const { lane, timings, stopping } = ports;
  const slots = createSlots(concurrencyOf(definition), stopping);
  const lastJobs = createLastJobs(timings);
  try {
    await lane.runJobs({ slots, stopping, start: jobStarter(ports, definition, lastJobs) });
  } finally {
    await lastJobs.finish(slots);
  }
};

/**
 * Registers, then runs jobs until `stopping` aborts. Resolves when the last job is delivered or given back.
 * Rejects when the server refuses.
 */
export const runInstance = async (
  ports: RunInstancePorts,
  definition: ExtractorDefinition,
  instance: Instance,
): Promise<void> => {
  const { lane, log, timings, stopping } = ports;
  if (!(await lane.open(stopping))) return;
  log.info(`version ${instance.version}, instance ${instance.id}: at work for ${lane.source}`);
  try {
    await serveJobs(ports, definition);
  } finally {
    await lane.close(timings.closeMs);
    log.info('stopped.');
  }
};

/** Ends the jobs that still run when the instance stops. */
interface LastJobs {
  /** Aborts when a job must end or be given back. */
  readonly giveBack: AbortSignal;
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
  /** Lets the running jobs finish within the grace period, gives the others back, and resolves when none runs. */
  readonly finish: (slots: Slots) => Promise<void>;
}

const createLastJobs = ({ graceMs, closeMs }: Pick<Timings, 'graceMs' | 'closeMs'>): LastJobs => {
  const giveBack = new AbortController();
  const abandon = new AbortController();
  return {
    giveBack: giveBack.signal,
    abandon: abandon.signal,
    async finish(slots) {
      const idle = slots.idle();
      await withTimeLimit(idle, graceMs, () => giveBack.abort(new Error('The grace period is over.')));
      await withTimeLimit(idle, closeMs, () =>
        abandon.abort(new Error('the instance has no time left to wait for it.')),
      );
      await idle;
    },
  };
};
