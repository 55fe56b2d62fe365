import { z } from 'zod';
import { accessRoutes } from '../access/routes.ts';
import { collectionRoutes } from '../data/collection-routes.ts';
import { datasetRoutes } from '../data/dataset-routes.ts';
import { fileRoutes } from '../data/file-routes.ts';
import { metadataRoutes } from '../data/metadata-routes.ts';
import { previewRoutes } from '../data/preview-routes.ts';
import { sectionRoutes } from '../data/section-routes.ts';
import { tagRoutes } from '../data/tag-routes.ts';
import { errorQueueRoutes } from '../extractors/error-queue-routes.ts';
import { labelRoutes } from '../extractors/label-routes.ts';
import { extractorRoutes } from '../extractors/routes.ts';
import { archiveRoutes } from '../jobs/archive-routes.ts';
import { dtsRoutes } from '../jobs/dts-routes.ts';
import { reportRoutes } from '../jobs/report-routes.ts';
import { jobRoutes } from '../jobs/routes.ts';
import { statusRoutes } from '../jobs/status-routes.ts';
import { submitRoutes } from '../jobs/submit-routes.ts';
import { quarantineRoutes } from '../quarantine/routes.ts';
import type { Route, RouteContract, RouteContracts } from './route.ts';
import { type RouteName, routeTable } from './route-table.ts';

const Count = z.number().int().nonnegative();
const Check = z.object({ ok: z.boolean(), reason: z.string().optional() });

export const serverRoutes = {
  showHealth: {
    tag: 'server',
    summary: 'The process lives',
    answer: z.object({ status: z.literal('ok') }),
  },
  showReadiness: {
    tag: 'server',
    summary: 'Every part it needs is there; 503 with a reason each when one is not',
    answer: z.object({ ready: z.boolean(), checks: z.record(z.string(), Check) }),
  },
  showVersion: {
    tag: 'server',
    summary: 'Which Pawprint this is',
    answer: z.object({ version: z.string() }),
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
  ...serverRoutes,
  ...accessRoutes,
  ...datasetRoutes,
  ...fileRoutes,
  ...metadataRoutes,
  ...tagRoutes,
  ...previewRoutes,
  ...sectionRoutes,
  ...collectionRoutes,
  ...jobRoutes,
  ...submitRoutes,
  ...statusRoutes,
  ...dtsRoutes,
  ...archiveRoutes,
  ...reportRoutes,
  ...extractorRoutes,
  ...labelRoutes,
  ...errorQueueRoutes,
  ...quarantineRoutes,
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

/** An answer as its schema says: what is unknown is left out, and another shape throws zod's error. */
export const parseAnswer = (name: RouteName, body: unknown): unknown => wholeRoute(name).answer?.parse(body);
