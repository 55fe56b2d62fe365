import type { Handlers } from '../handler.ts';
import { cancelJobHandler } from './cancel-job-handler.ts';
import { extractionsHandler } from './extractions-handler.ts';
import { listJobEventsHandler } from './list-job-events-handler.ts';
import { listJobsHandler } from './list-jobs-handler.ts';
import type { JobHandlerPorts } from './ports.ts';
import { resubmitJobHandler } from './resubmit-job-handler.ts';
import { showJobHandler } from './show-job-handler.ts';
import { streamJobsHandler } from './stream-jobs-handler.ts';

type JobRouteName =
  | 'listJobs'
  | 'streamJobs'
  | 'showJob'
  | 'listJobEvents'
  | 'cancelJob'
  | 'resubmitJob'
  | 'fileExtractions'
  | 'datasetExtractions';

export const jobHandlers = (ports: JobHandlerPorts): Handlers<JobRouteName> => ({
  listJobs: listJobsHandler(ports),
  streamJobs: streamJobsHandler(ports),
  showJob: showJobHandler(ports),
  listJobEvents: listJobEventsHandler(ports),
  cancelJob: cancelJobHandler(ports),
  resubmitJob: resubmitJobHandler(ports),
  fileExtractions: extractionsHandler(ports, 'file'),
  datasetExtractions: extractionsHandler(ports, 'dataset'),
});
