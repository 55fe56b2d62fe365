import type { ReportDraft } from '../../reports/report.ts';

/** The broker's queue counts no attempts: without a limit of its own a job could be put back for ever. */
export const withinRetries = (report: ReportDraft, retries: number, maxRetries: number): ReportDraft => {
  if (report.kind !== 'RESUBMITTED' || retries < maxRetries) return report;
  return { kind: 'ERROR', message: `${report.message ?? ''} (given up after ${retries} retries)`.trim() };
};
