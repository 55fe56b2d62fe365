import { z } from 'zod';
import { collectionContracts } from '../data/collection.ts';
import { datasetContracts } from '../data/dataset.ts';
import { fileContracts } from '../data/file.ts';
import { findFilesContracts } from '../data/find-files.ts';
import { findMetadataContracts } from '../data/find-metadata.ts';
import { metadataContracts } from '../data/metadata.ts';
import { previewContracts } from '../data/preview.ts';
import { searchContracts } from '../data/search.ts';
import { sectionContracts } from '../data/section.ts';
import { spaceContracts } from '../data/space.ts';
import { tagContracts } from '../data/tags.ts';
import { changeContracts } from '../extractors/change.ts';
import { errorQueueContracts } from '../extractors/error-queue.ts';
import { extractorContracts } from '../extractors/extractor.ts';
import { labelContracts } from '../extractors/labels.ts';
import { sharedExtractorContracts } from '../extractors/sharing.ts';
import { statisticsContracts } from '../extractors/statistics.ts';
import { unregisteredContracts } from '../extractors/unregistered.ts';
import { attentionContracts } from '../jobs/attention.ts';
import { dtsContracts, metricsContracts, statusContracts } from '../jobs/clowder-extractions.ts';
import { datasetJobContracts } from '../jobs/dataset-jobs.ts';
import { importContracts } from '../jobs/import.ts';
import { jobContracts } from '../jobs/job-queries.ts';
import { jobViewContracts } from '../jobs/job-views.ts';
import { operationContracts } from '../jobs/operation.ts';
import { submitContracts } from '../jobs/submit.ts';
import { alertRuleContracts } from '../notifications/alert-rules.ts';
import { notificationContracts } from '../notifications/notifications.ts';
import { watchContracts } from '../notifications/watches.ts';
import { webhookContracts } from '../notifications/webhooks.ts';
import { quarantineContracts } from '../quarantine/quarantine.ts';
import { accountContracts } from './accounts.ts';
import { auditContracts } from './audit.ts';
import { keyContracts } from './keys.ts';
import { peopleContracts } from './people.ts';
import type { Route, RouteContract, RouteContracts } from './route.ts';
import { type RouteName, routeTable } from './route-table.ts';
import { sessionContracts } from './session.ts';
import { systemContracts } from './system.ts';

const Count = z.number().int().nonnegative();
const Check = z.object({ ok: z.boolean(), reason: z.string().optional() });

export const serverContracts = {
  showHealth: {
    tag: 'server',
    summary: 'Whether the process runs',
    answer: z.object({ status: z.literal('ok') }),
  },
  showReadiness: {
    tag: 'server',
    summary: 'Whether the server can work: 503 with the reasons where a part that it needs is missing',
    answer: z.object({ ready: z.boolean(), checks: z.record(z.string(), Check) }),
  },
  showVersion: {
    tag: 'server',
    summary: 'Which Pawprint this is',
    answer: z.object({ version: z.string() }),
  },
  downloadSdk: {
    tag: 'server',
    summary:
      'Download the SDK for extractors in TypeScript, as npm installs it (`npm install ADDRESS/sdk/pawprint-extractor.tgz`), or the program that makes a project for one',
    params: z.object({
      package: z
        .string()
        .max(100)
        .meta({ description: '`pawprint-extractor.tgz` or `create-pawprint-extractor.tgz`' }),
    }),
  },
  showMetrics: {
    tag: 'server',
    summary:
      "Figures for Prometheus: open jobs by extractor and state, how many wait and for how long, queues' consumers",
    answer: z.string(),
  },
  showStatus: {
    tag: 'server',
    summary: 'Which instance this is, how much it holds (counted once a minute), and its public extractors',
    answer: z.object({
      instance: z.string(),
      version: z.string(),
      counts: z.object({
        datasets: Count,
        files: Count,
        bytes: Count,
        collections: Count,
        users: Count,
        spaces: z.literal(0),
      }),
      plugins: z.record(z.string(), z.never()),
      extractors: z.array(z.string()),
    }),
  },
} satisfies RouteContracts;

export const contracts = {
  ...serverContracts,
  ...sessionContracts,
  ...keyContracts,
  ...accountContracts,
  ...peopleContracts,
  ...datasetContracts,
  ...fileContracts,
  ...findFilesContracts,
  ...metadataContracts,
  ...findMetadataContracts,
  ...searchContracts,
  ...tagContracts,
  ...previewContracts,
  ...sectionContracts,
  ...collectionContracts,
  ...spaceContracts,
  ...jobContracts,
  ...datasetJobContracts,
  ...jobViewContracts,
  ...attentionContracts,
  ...operationContracts,
  ...submitContracts,
  ...statusContracts,
  ...dtsContracts,
  ...metricsContracts,
  ...extractorContracts,
  ...statisticsContracts,
  ...changeContracts,
  ...sharedExtractorContracts,
  ...labelContracts,
  ...unregisteredContracts,
  ...errorQueueContracts,
  ...quarantineContracts,
  ...watchContracts,
  ...alertRuleContracts,
  ...webhookContracts,
  ...notificationContracts,
  ...importContracts,
  ...auditContracts,
  ...systemContracts,
} satisfies Record<RouteName, RouteContract>;

const DEFAULTS = { family: 'pawprint', answerKind: 'json', longPoll: false, status: 200 } as const;

type Defaults = Pick<Route, keyof typeof DEFAULTS>;
export type Routes = {
  readonly [N in RouteName]: Defaults & (typeof routeTable)[N] & (typeof contracts)[N];
};

const wholeRoute = (name: RouteName): Route => ({ ...DEFAULTS, ...routeTable[name], ...contracts[name] });

/** Every route with its contract, by name. */
export const routes = Object.fromEntries(
  (Object.keys(routeTable) as RouteName[]).map((name) => [name, wholeRoute(name)]),
) as Routes;

/** Parses an answer by its schema: unknown fields are left out, and an answer that does not match throws zod's error. */
export const parseAnswer = (name: RouteName, body: unknown): unknown => wholeRoute(name).answer?.parse(body);
