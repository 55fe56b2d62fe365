import type { ReportDraft } from '../reports/report.ts';

type Level = NonNullable<ReportDraft['level']>;

/**
 * The job's log, shown live beside the job. Messages are text: what looks like HTML or a terminal's colours is shown
 * as such or as colours, never run. One of more than 20,000 characters is cut.
 */
export interface JobLog {
  /** For whoever writes the extractor. */
  readonly debug: (message: string) => void;
  /** What happened, for whoever owns the data. */
  readonly info: (message: string) => void;
  /** Something is odd, and the job goes on. */
  readonly warn: (message: string) => void;
  /** Something went wrong. The job fails only when the handler throws or returns `fail`. */
  readonly error: (message: string) => void;
}

export const createJobLog = (add: (draft: ReportDraft) => void): JobLog => {
  const at = (level: Level) => (message: string) => add({ kind: 'LOG', level, message });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};
