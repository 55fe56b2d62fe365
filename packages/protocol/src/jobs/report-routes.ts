import { z } from 'zod';
import type { RouteContracts } from '../http/route.ts';

/** As Clowder writes them (`2026-11-24T00:00:00.000-06:00`), and everything else that ISO 8601 calls a day or a time. */
const When = z.string().max(40).optional();

export const reportRoutes = {
  reportExtractorMetrics: {
    tag: 'reports',
    summary: 'Times in the queue and at work, job by job and attempt by attempt, as CSV; administrators',
    query: z.object({ since: When, until: When }),
  },
} satisfies RouteContracts;
