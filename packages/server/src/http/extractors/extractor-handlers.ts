import type { Handlers } from '../handler.ts';
import { claimJobHandler } from './claim-job-handler.ts';
import {
  discardErrorQueueHandler,
  replayErrorQueueHandler,
  showErrorQueueHandler,
} from './error-queue-handlers.ts';
import { labelHandlers } from './label-handlers.ts';
import { listExtractorsHandler } from './list-extractors-handler.ts';
import { listInstancesHandler } from './list-instances-handler.ts';
import { listVersionsHandler } from './list-versions-handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';
import { registerExtractorHandler } from './register-extractor-handler.ts';
import { sendHeartbeatHandler } from './send-heartbeat-handler.ts';
import { sendReportsHandler } from './send-reports-handler.ts';
import { showExtractorHandler } from './show-extractor-handler.ts';
import { switchHandlers } from './switch-handlers.ts';

type ExtractorRouteName =
  | 'listExtractors'
  | 'showExtractor'
  | 'registerExtractor'
  | 'listInstances'
  | 'listVersions'
  | 'sendHeartbeat'
  | 'claimJob'
  | 'sendReports'
  | 'showErrorQueue'
  | 'replayErrorQueue'
  | 'discardErrorQueue'
  | 'setExtractorEnabled'
  | 'deleteExtractor'
  | 'listExtractorLabels'
  | 'createExtractorLabel'
  | 'updateExtractorLabel'
  | 'deleteExtractorLabel';

export const extractorHandlers = (ports: ExtractorHandlerPorts): Handlers<ExtractorRouteName> => ({
  listExtractors: listExtractorsHandler(ports),
  showExtractor: showExtractorHandler(ports),
  registerExtractor: registerExtractorHandler(ports),
  listInstances: listInstancesHandler(ports),
  listVersions: listVersionsHandler(ports),
  sendHeartbeat: sendHeartbeatHandler(ports),
  claimJob: claimJobHandler(ports),
  sendReports: sendReportsHandler(ports),
  showErrorQueue: showErrorQueueHandler(ports),
  replayErrorQueue: replayErrorQueueHandler(ports),
  discardErrorQueue: discardErrorQueueHandler(ports),
  ...switchHandlers(ports),
  ...labelHandlers(ports),
});
