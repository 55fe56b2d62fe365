import { concurrencyOf, type ExtractorDefinition, registrationOf } from '../definition.ts';
import type { InstanceLog } from '../instance-log.ts';
import type { Claim } from '../job/claim.ts';
import { runJob } from '../job/job-run.ts';
import { createRetryingClient, type RetryingClient } from '../server/retrying-client.ts';
import type { Timings } from '../timings.ts';
import { claimJobs } from './claim-loop.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Instance } from './instance.ts';
import { createLastJobs, type LastJobs } from './last-jobs.ts';
import { createSlots } from './slots.ts';

export interface RunInstancePorts {
  readonly url: string;
  /** API key of the instance; undefined where the server asks for none. */
  readonly key: string | undefined;
  readonly log: InstanceLog;
  readonly timings: Timings;
  /** Aborts when no more jobs should be taken. */
  readonly stopping: AbortSignal;
}

const clientFor = ({ log, timings, url }: RunInstancePorts, key: string | undefined): RetryingClient =>
  createRetryingClient({ log, ...timings }, url, key);

/** Claimed → job run, with the job's own credential: the instance's key never touches anybody's data. */
const jobStarter =
  (ports: RunInstancePorts, extractor: ExtractorDefinition, { giveBack, abandon }: LastJobs) =>
  async (claim: Claim): Promise<void> => {
    const { log, timings } = ports;
    const client = clientFor(ports, claim.message.secretKey);
    log.info(`job ${claim.job.id}, attempt ${claim.message.attempt}: ${claim.job.resource.name}`);
    await runJob({ client, log, timings, giveBack, abandon }, extractor, claim);
  };

const serveJobs = async (
  ports: RunInstancePorts,
  client: RetryingClient,
  definition: ExtractorDefinition,
  instance: Instance,
): Promise<void> => {
  const { log, timings, stopping } = ports;
  const slots = createSlots(concurrencyOf(definition), stopping);
  const lastJobs = createLastJobs(timings);
  const start = jobStarter(ports, definition, lastJobs);
  try {
    await claimJobs({ client, log, timings, slots, stopping, start }, instance);
  } finally {
    await lastJobs.finish(slots);
  }
};

/** False when the instance was asked to stop before a server was there to register with. */
const register = async (
  { stopping }: RunInstancePorts,
  client: RetryingClient,
  definition: ExtractorDefinition,
): Promise<boolean> => {
  await client
    .call('registerExtractor', { body: registrationOf(definition), signal: stopping })
    .catch((error: unknown) => {
      if (!stopping.aborted) throw error;
    });
  return !stopping.aborted;
};

/**
 * Registers, then beats and works until `stopping` aborts; resolves when the last job is delivered or given back.
 * Rejects when the server refuses the registration or a claim.
 */
export const runInstance = async (
  ports: RunInstancePorts,
  definition: ExtractorDefinition,
  instance: Instance,
): Promise<void> => {
  const { log, timings } = ports;
  const client = clientFor(ports, ports.key);
  if (!(await register(ports, client, definition))) return;
  log.info(`version ${instance.version}, instance ${instance.id}: at work for ${ports.url}`);
  const heartbeat = startHeartbeat({ client, log }, instance, timings.heartbeatMs);
  try {
    await serveJobs(ports, client, definition, instance);
  } finally {
    await heartbeat.stop(timings.handOverMs);
    log.info('stopped.');
  }
};
