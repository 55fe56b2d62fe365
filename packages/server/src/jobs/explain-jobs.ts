import { type BrokerState, explainJob, type Instant, WAITING_STATES } from '@pawprint/core';
import type { Explain, Job } from '../model/job.ts';
import { readExtractorFacts } from '../store/extractors/extractor-facts.ts';
import { readLine } from '../store/jobs/waiting-line.ts';
import type { JobPorts } from './ports.ts';

/** Reads what explains jobs: by two statements where any of them waits or is stalled, else by none. */
export type ReadReasons = (jobs: readonly Job[], now: Instant) => Promise<Explain>;

export interface ReasonPorts extends Pick<JobPorts, 'db' | 'terms'> {
  /** Null where no broker is configured. */
  readonly broker: () => BrokerState | null;
}

export const createReadReasons =
  ({ db, terms: { maxAttempts }, broker }: ReasonPorts): ReadReasons =>
  async (jobs, now) => {
    const waiting = jobs.filter(isWaiting);
    const names = new Set([...waiting, ...jobs.filter(isStalled)].map(({ facts }) => facts.extractor));
    const [extractors, line] = await Promise.all([
      names.size === 0 ? undefined : readExtractorFacts(db, [...names], now),
      waiting.length === 0 ? undefined : readLine(db, waiting),
    ]);
    return ({ facts, progress, lane }) =>
      explainJob(
        progress,
        {
          lane,
          extractor: extractors?.get(facts.extractor) ?? null,
          line: line?.get(facts.id) ?? null,
          broker: broker(),
          maxAttempts,
        },
        now,
      );
  };

const isWaiting = ({ progress }: Job): boolean => WAITING_STATES.includes(progress.state);

const isStalled = ({ progress }: Job): boolean =>
  progress.state === 'RUNNING' && progress.flags.has('stalled');
