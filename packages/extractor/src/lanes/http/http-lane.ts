import { hostname } from 'node:os';
import { sleep } from '@pawprint/async';
import { followJobs, type LiveStream } from '@pawprint/protocol';
import { PLAIN_WORDING } from '../../context/outputs.ts';
import { type ExtractorDefinition, registrationOf } from '../../definition.ts';
import type { Slots } from '../../instance/slots.ts';
import type { InstanceLog } from '../../instance-log.ts';
import { jobOf } from '../../job/job.ts';
import { createRetryingClient, type RetryingClient } from '../../retrying-client.ts';
import type { Timings } from '../../timings.ts';
import { type Heartbeat, type HeartbeatPorts, startHeartbeat } from '../heartbeat.ts';
import type { Assignment, Instance, Lane } from '../lane.ts';
import { createRunningJobs, type RunningJobs } from '../running-jobs.ts';
import { type Claim, openLeasedAttempt } from './leased-attempt.ts';

interface HttpLanePorts {
  readonly url: string;
  /** API key of the instance; undefined where the server asks for none. */
  readonly key: string | undefined;
  readonly log: InstanceLog;
  readonly timings: Timings;
}

const clientFor = ({ log, timings, url }: HttpLanePorts, key: string | undefined): RetryingClient =>
  createRetryingClient({ log, ...timings }, { baseUrl: url, ...(key === undefined ? {} : { key }) });

/** The job's own credential is used for its data; the instance's key never is. */
const assignmentOf = (ports: HttpLanePorts, running: RunningJobs, claim: Claim): Assignment => {
  const { log, timings } = ports;
  const client = clientFor(ports, claim.message.secretKey);
  return {
    job: jobOf(claim.message),
    client,
    wording: PLAIN_WORDING,
    begin: (attempt) => {
      const remove = running.add(claim.job.id, attempt.stop);
      const reporting = openLeasedAttempt({ client, log, flushMs: timings.flushMs, ...attempt }, claim);
      return {
        ...reporting,
        end: (report) => reporting.end(report).finally(remove),
        giveBack: (report) => reporting.giveBack(report).finally(remove),
      };
    },
  };
};

/** Jobs are claimed by long poll and leased; reports renew the lease. */
export const createHttpLane = (
  ports: HttpLanePorts,
  definition: ExtractorDefinition,
  instance: Instance,
): Lane => {
  const { log, timings } = ports;
  const client = clientFor(ports, ports.key);
  const running = createRunningJobs();
  let heartbeat: Heartbeat | undefined;
  let cancels: LiveStream | undefined;
  return {
    source: ports.url,
    async open(stopping) {
      await client
        .call('registerExtractor', { body: registrationOf(definition), signal: stopping })
        .catch((error: unknown) => {
          if (!stopping.aborted) throw error;
        });
      if (stopping.aborted) return false;
      const send = heartbeatSender(client, instance, timings.heartbeatMs);
      heartbeat = startHeartbeat({ send, log }, timings.heartbeatMs);
      cancels = followCancels(client, instance, running);
      return true;
    },
    runJobs: ({ start, ...runner }) =>
      claimJobs(
        { client, timings, ...runner, start: (claim) => start(assignmentOf(ports, running, claim)) },
        instance,
      ),
    async close(limitMs) {
      cancels?.close();
      await heartbeat?.stop(limitMs);
    },
  };
};

/**
 * Stops a job as soon as its cancel is requested. The answer to a report says so too, but a job that reports nothing
 * would learn it only when its lease is renewed.
 */
const followCancels = (
  { client }: RetryingClient,
  { extractor }: Instance,
  running: RunningJobs,
): LiveStream =>
  followJobs(client, { extractor, flag: 'cancel_requested' }, { onJob: ({ id }) => running.cancel(id) });

interface ClaimPorts {
  /** Calls with the instance's own key. */
  readonly client: RetryingClient;
  readonly timings: Pick<Timings, 'claimWaitMs' | 'callDeadlineMs'>;
  readonly slots: Slots;
  /** Aborts when no further job may be claimed. */
  readonly stopping: AbortSignal;
  readonly start: (claim: Claim) => Promise<void>;
}

/** The pause after an answer without a job that came before the wait was over, as from a server that is stopping. */
const SHORTEST_ROUND_MS = 1_000;

const claimJob = async (ports: ClaimPorts, instance: Instance): Promise<Claim | undefined> => {
  const { claimWaitMs, callDeadlineMs } = ports.timings;
  const body = { instance_id: instance.id, version: instance.version, wait_s: claimWaitMs / 1000 };
  const input = { params: { name: instance.extractor }, body, signal: ports.stopping };
  return ports.client.call('claimJob', input, claimWaitMs + callDeadlineMs);
};

/**
 * Claims jobs while there is room for one, until the instance stops. Rejects when the server refuses, since a revoked
 * key will not work at the next try either.
 */
const claimJobs = async (ports: ClaimPorts, instance: Instance): Promise<void> => {
  const { stopping, slots } = ports;
  while (!stopping.aborted) {
    await slots.free();
    if (stopping.aborted) return;
    const asked = Date.now();
    const claim = await claimJob(ports, instance).catch((error: unknown) => {
      if (!stopping.aborted) throw error;
    });
    if (claim) slots.occupy(ports.start(claim));
    else await sleep(asked + Math.min(SHORTEST_ROUND_MS, ports.timings.claimWaitMs) - Date.now(), stopping);
  }
};

const heartbeatSender =
  (client: RetryingClient, instance: Instance, intervalMs: number): HeartbeatPorts['send'] =>
  (what, signal) =>
    client.call('sendHeartbeat', {
      params: { name: instance.extractor, instance_id: instance.id },
      body: {
        version: instance.version,
        host: hostname().slice(0, 255),
        interval_s: Math.max(1, intervalMs / 1000),
        ...(what === 'stopping' && { stopping: true }),
      },
      signal,
    });
