import type { Config } from '../config/config.ts';
import type { LiveJobs } from '../live/live-jobs.ts';
import type { Check } from '../model/readiness.ts';
import { createDatabaseCheck } from '../store/check-database.ts';
import type { Database } from '../store/database.ts';
import type { DatabaseAddresses } from './open-store.ts';
import type { SampleExtractors } from './sample-extractors/start-sample-extractors.ts';

interface CheckedParts {
  readonly config: Pick<Config, 'sampleExtractors'>;
  readonly addresses: DatabaseAddresses;
  readonly jobs: { readonly db: Database };
  readonly live: Pick<LiveJobs, 'check'>;
  /** What the start has done since the server listens. */
  readonly started: {
    readonly firstAdmin: boolean;
    readonly samples: Pick<SampleExtractors, 'check'> | null;
  };
}

/** What has to be there for `/api/ready` to answer 200. */
export const readinessChecks = ({ config, addresses, jobs: { db }, live, started }: CheckedParts) => ({
  database: createDatabaseCheck({ db, ...addresses }),
  live_updates: async () => live.check(),
  first_administrator: async () => (started.firstAdmin ? OK : NOT_CREATED),
  ...(config.sampleExtractors && {
    sample_extractors: async () => started.samples?.check() ?? NOT_STARTED,
  }),
});

const OK: Check = { ok: true };
const NOT_CREATED: Check = { ok: false, reason: 'Not created yet' };
const NOT_STARTED: Check = { ok: false, reason: 'Not started yet' };
