import type { JobCredentials } from '../../access/job-credential.ts';
import type { TrackingPorts } from '../../tracking/ports.ts';
import type { LateAnswers } from './late-answers.ts';
import type { MessagePublisher } from './message-publisher.ts';

export interface DispatchPorts extends Pick<TrackingPorts, 'db' | 'now'> {
  readonly publisher: MessagePublisher;
  readonly credentials: Pick<JobCredentials, 'issue'>;
  /** Where extractors reach the server, without trailing slash. */
  readonly publicUrl: string;
  readonly replyQueue: string;
  /** How many messages of an extractor may wait in the broker; null for the rule. */
  readonly window: number | null;
  /** How long a batch waits for the broker's word; what comes later is taken in on its own. */
  readonly confirmLimitMs: number;
  readonly lateAnswers: LateAnswers;
  readonly onError: (error: unknown) => void;
}
