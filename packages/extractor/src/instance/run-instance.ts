import { concurrencyOf, type ExtractorDefinition } from '../definition.ts';
import type { InstanceLog } from '../instance-log.ts';
import { runJob } from '../job/job-run.ts';
import type { Assignment } from '../lanes/assignment.ts';
import type { Lane } from '../lanes/lane.ts';
import type { Timings } from '../timings.ts';
import type { Instance } from './instance.ts';
import { createLastJobs, type LastJobs } from './last-jobs.ts';
import { createSlots } from './slots.ts';

export interface RunInstancePorts {
  readonly lane: Lane;
  readonly log: InstanceLog;
  readonly timings: Timings;
  /** Aborts when no more jobs should be taken. */
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
    await lane.takeJobs({ slots, stopping, start: jobStarter(ports, definition, lastJobs) });
  } finally {
    await lastJobs.finish(slots);
  }
};

/**
 * Makes itself known, then works until `stopping` aborts; resolves when the last job is delivered or given back.
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
    await lane.close(timings.handOverMs);
    log.info('stopped.');
  }
};
