import type { DatasetPorts } from '../datasets/ports.ts';
import { accessHandlers } from '../http/accounts/accounts.ts';
import { clowderHandlers } from '../http/clowder-v1/clowder-handlers.ts';
import { datasetRouteHandlers } from '../http/datasets/dataset-handlers.ts';
import { extractorHandlers } from '../http/extractors/extractors.ts';
import { instanceHandlers } from '../http/instance/instance-handlers.ts';
import { importHandlers } from '../http/jobs/import.ts';
import { jobHandlers } from '../http/jobs/jobs.ts';
import { operationHandlers } from '../http/jobs/operations.ts';
import { notificationHandlers } from '../http/notifications/notifications.ts';
import { quarantineHandlers } from '../http/quarantine.ts';
import { searchHandlers } from '../http/search.ts';
import { createAdmitOutput } from '../jobs/admit-output.ts';
import type { OperationRunner } from '../jobs/operations/run-operations.ts';
import { createSubmitOnChange } from '../jobs/submit/submit-on-change.ts';
import type { Parts } from './open-parts.ts';
import { packageVersion as version } from './package-version.ts';
import { readinessChecks } from './readiness-checks.ts';

/** Reports come through the broker, and are stored within a fraction of this as long as nothing is in trouble. */
const START_WAIT_MS = 5_000;

/** What answers each route. */
export const handlersOf = (parts: Parts, operations: OperationRunner) => {
  const { config, jobs, reports, access, blobs, sweeper, live, readReasons, rabbitmq, address } = parts;
  const { db } = jobs;
  const { maxChain } = config;
  const { hasRight, grantOf, checkReader, callAuth } = access;
  const rights = { hasRight, grantOf };
  const announceCancel = (id: string): void => rabbitmq?.announceCancel(id);
  const registration = {
    autoEnable: config.autoEnableExtractors,
    approveChanges: config.approveChanges,
    maxHeartbeatOnly: config.maxHeartbeatExtractors,
    onExtractorChanged: () => rabbitmq?.wakeDispatcher(),
  };
  const data: DatasetPorts = {
    db,
    blobs,
    ...rights,
    now: jobs.now,
    changes: createSubmitOnChange(jobs.now, maxChain, announceCancel),
    admitOutput: createAdmitOutput({ ...jobs, followJob: live.followJob, startWaitMs: START_WAIT_MS }),
    wakeBlobSweeper: () => sweeper.wake(),
    maxFileBytes: config.maxUploadBytes,
    allowPublic: config.allowPublic,
    get publicUrl() {
      return address.publicUrl;
    },
  };
  return {
    ...instanceHandlers({ ...parts, ...jobs, hasRight, version, checks: readinessChecks(parts) }),
    ...accessHandlers({ ...access.accounts, callAuth }),
    ...datasetRouteHandlers(data),
    ...searchHandlers(data),
    ...clowderHandlers({ data, jobs, hasRight, announceCancel, maxChain, version }),
    ...operationHandlers({ ...jobs, ...rights, wakeOperations: () => operations.wake() }),
    ...notificationHandlers({
      ...jobs,
      ...rights,
      offersMail: access.accounts.mailer !== null,
      webhookSecretOf: access.webhookSecretOf,
      allowPrivateWebhooks: config.allowPrivateWebhooks,
    }),
    ...importHandlers({ ...jobs, hasRight }),
    ...jobHandlers({ ...jobs, ...rights, blobs, checkReader, readReasons, live, announceCancel, address }),
    ...quarantineHandlers({ ...jobs, ...registration, hasRight }),
    ...extractorHandlers({
      ...jobs,
      reports,
      ...rights,
      readReasons,
      feed: live.feed,
      ...registration,
      credentials: access.jobCredentials,
      errorQueues: rabbitmq?.errorQueues ?? null,
      get publicUrl() {
        return address.publicUrl;
      },
    }),
  };
};
