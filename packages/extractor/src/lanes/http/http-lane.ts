import { PLAIN_WORDING } from '../../context/output-wording.ts';
import type { ExtractorDefinition } from '../../definition.ts';
import { registrationOf } from '../../definition.ts';
import type { Instance } from '../../instance/instance.ts';
import type { InstanceLog } from '../../instance-log.ts';
import { jobOf } from '../../job/job.ts';
import { createRetryingClient, type RetryingClient } from '../../server/retrying-client.ts';
import type { Timings } from '../../timings.ts';
import type { Assignment } from '../assignment.ts';
import { type Heartbeat, startHeartbeat } from '../heartbeat.ts';
import type { Lane } from '../lane.ts';
import type { Claim } from './claim.ts';
import { claimJobs } from './claim-loop.ts';
import { openLeasedAttempt } from './leased-attempt.ts';
import { sayToServer } from './say-heartbeat.ts';

export interface HttpLanePorts {
  readonly url: string;
  /** API key of the instance; undefined where the server asks for none. */
  readonly key: string | undefined;
  readonly log: InstanceLog;
  readonly timings: Timings;
}

const clientFor = ({ log, timings, url }: HttpLanePorts, key: string | undefined): RetryingClient =>
  createRetryingClient({ log, ...timings }, { baseUrl: url, ...(key === undefined ? {} : { key }) });

/** With the job's own credential: the instance's key never touches anybody's data. */
const assignmentOf = (ports: HttpLanePorts, claim: Claim): Assignment => {
  const { log, timings } = ports;
  const client = clientFor(ports, claim.message.secretKey);
  return {
    job: jobOf(claim.message),
    client,
    wording: PLAIN_WORDING,
    begin: (attempt) => openLeasedAttempt({ client, log, flushMs: timings.flushMs, ...attempt }, claim),
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
  let heartbeat: Heartbeat | undefined;
  return {
    source: ports.url,
    async open(stopping) {
      await client
        .call('registerExtractor', { body: registrationOf(definition), signal: stopping })
        .catch((error: unknown) => {
          if (!stopping.aborted) throw error;
        });
      if (stopping.aborted) return false;
      const say = sayToServer(client, instance, timings.heartbeatMs);
      heartbeat = startHeartbeat({ say, log }, timings.heartbeatMs);
      return true;
    },
    takeJobs: ({ start, ...taker }) =>
      claimJobs({ client, timings, ...taker, start: (claim) => start(assignmentOf(ports, claim)) }, instance),
    close: async (timeMs) => heartbeat?.stop(timeMs),
  };
};
