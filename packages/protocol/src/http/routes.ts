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
import { clowderRoute, route } from './route.ts';

const Count = z.number().int().nonnegative();
const Check = z.object({ ok: z.boolean(), reason: z.string().optional() });

export const serverRoutes = {
  showHealth: route({
    method: 'GET',
    path: '/api/health',
    tag: 'server',
    summary: 'The process lives',
    access: 'open',
    answer: z.object({ status: z.literal('ok') }),
  }),
  showReadiness: route({
    method: 'GET',
    path: '/api/ready',
    tag: 'server',
    summary: 'Every part it needs is there; 503 with a reason each when one is not',
    access: 'open',
    answer: z.object({ ready: z.boolean(), checks: z.record(z.string(), Check) }),
  }),
  showVersion: route({
    method: 'GET',
    path: '/api/version',
    tag: 'server',
    summary: 'Which Pawprint this is',
    access: 'open',
    answer: z.object({ version: z.string() }),
  }),
  showStatus: clowderRoute({
    method: 'GET',
    path: '/api/status',
    tag: 'server',
    summary: 'Which instance this is, how much it holds (counted once a minute), and its public extractors',
    access: 'open',
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
  }),
};

/** The whole API on one screen: name → route. */
export const routes = {
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
};
export type Routes = typeof routes;
export type RouteName = keyof Routes;
