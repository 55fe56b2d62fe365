import { z } from 'zod';
import { accessRoutes } from '../access/routes.ts';
import { collectionRoutes } from '../data/collection-routes.ts';
import { datasetRoutes } from '../data/dataset-routes.ts';
import { fileRoutes } from '../data/file-routes.ts';
import { metadataRoutes } from '../data/metadata-routes.ts';
import { previewRoutes } from '../data/preview-routes.ts';
import { sectionRoutes } from '../data/section-routes.ts';
import { tagRoutes } from '../data/tag-routes.ts';
import { extractorRoutes } from '../extractors/routes.ts';
import { jobRoutes } from '../jobs/routes.ts';
import { route } from './route.ts';

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
  ...extractorRoutes,
};
export type Routes = typeof routes;
export type RouteName = keyof Routes;
