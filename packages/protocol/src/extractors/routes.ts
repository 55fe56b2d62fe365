import { z } from 'zod';
import { Success } from '../data/success.ts';
import { Id, IdParams, repeatable, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Job } from '../jobs/job.ts';
import { Extractor, ExtractorInfo, ExtractorVersion, Instance } from './extractor.ts';
import { JobMessage, Lease, StatusReport } from './report.ts';

const NameParams = z.object({ name: z.string().min(1).max(256) });

export const extractorRoutes = {
  listExtractors: {
    tag: 'extractors',
    summary: 'List extractors',
    query: z.object({
      categories: repeatable(z.string().max(100)).meta({ description: 'any of them, in any case' }),
      space: z.string().max(100).optional().meta({ description: 'without effect: there are no spaces' }),
    }),
    answer: z.array(Extractor),
  },
  showExtractor: {
    tag: 'extractors',
    summary: 'Show an extractor',
    params: NameParams,
    answer: Extractor,
  },
  setExtractorEnabled: {
    tag: 'extractors',
    summary: 'Switch an extractor on or off; what waits for it keeps waiting; administrators',
    params: NameParams,
    body: z.object({ enabled: z.boolean() }),
    answer: Extractor,
  },
  deleteExtractor: {
    tag: 'extractors',
    summary: 'Delete an extractor that never had a job; administrators',
    params: NameParams,
    query: z.object({
      extractor_key: z.string().max(256).optional().meta({ description: 'of a private extractor' }),
    }),
    answer: Success,
  },
  registerExtractor: {
    tag: 'extractors',
    summary: 'Register an extractor, or a new version of one',
    body: ExtractorInfo,
    answer: z.object({ status: z.literal('OK'), message: z.string() }),
  },
  listInstances: {
    tag: 'extractors',
    summary: 'List the running processes of an extractor',
    params: NameParams,
    answer: z.array(Instance),
  },
  listVersions: {
    tag: 'extractors',
    summary: 'List the versions of an extractor, newest first',
    params: NameParams,
    answer: z.array(ExtractorVersion),
  },
  sendHeartbeat: {
    tag: 'http lane',
    summary: 'Say that an instance lives (and, with `stopping`, that it leaves)',
    params: NameParams.extend({ instance_id: z.string().min(1).max(128) }),
    body: z.object({
      version: z.string().min(1).max(64),
      host: z.string().max(255).optional(),
      interval_s: z.number().min(1).max(3600),
      stopping: z.boolean().optional(),
    }),
    status: 204,
  },
  claimJob: {
    tag: 'http lane',
    summary: 'Wait for a job and lease it; 204 when none came within wait_s',
    params: NameParams,
    body: z.object({
      instance_id: z.string().min(1).max(128),
      version: z.string().min(1).max(64),
      wait_s: z.number().min(0).max(30).default(0),
    }),
    answer: z.object({ job: Job, message: JobMessage, lease: Lease }),
  },
  sendReports: {
    tag: 'http lane',
    summary: 'Send reports for a leased attempt (none is allowed too) and renew its lease',
    params: IdParams,
    body: z.object({ lease_id: Id, reports: z.array(StatusReport).max(500) }),
    answer: z.object({
      /** Null once the attempt is over: it ended, or its lease ran out and the job went to somebody else. */
      lease: z.object({ id: Id, expires_at: Time }).nullable(),
      cancel_requested: z.boolean(),
    }),
  },
} satisfies RouteContracts;
