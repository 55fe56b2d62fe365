import type { JobCredentials } from '../../access/job-credential.ts';
import type { Rights } from '../../access/rights.ts';
import type { ExtractorPorts } from '../../extractors/ports.ts';
import type { ReadReasons } from '../../jobs/explain-jobs.ts';
import type { ReportRecorder } from '../../jobs/record/report-recorder.ts';
import type { ClaimPorts } from '../../lanes/http/wait-for-claim.ts';
import type { ErrorQueuePorts } from '../../lanes/rabbitmq/error-queue.ts';

export interface ExtractorHandlerPorts extends ExtractorPorts, ClaimPorts, Rights {
  readonly readReasons: ReadReasons;
  readonly credentials: Pick<JobCredentials, 'issue'>;
  readonly reports: Pick<ReportRecorder, 'recordLeaseReports'>;
  /** Called when jobs may be dispatched to this extractor that could not be before. */
  readonly onExtractorChanged: (name: string) => void;
  /** Null where no broker is configured. */
  readonly errorQueues: ErrorQueuePorts | null;
  /** Without trailing slash. */
  readonly publicUrl: string;
}
