import type { StatusReport } from '@pawprint/protocol';
import type { Report } from '../model/report.ts';
import { storableText } from '../model/storable.ts';

export const reportFromWire = (report: StatusReport): Report => ({
  // PostgreSQL writes ids in lower case, and a repeated report must have the same id in any case.
  id: report.id.toLowerCase(),
  kind: report.kind,
  message: storableText(report.message),
  reportedAt: report.reported_at === undefined ? null : Date.parse(report.reported_at),
  reported: report.reported_at ?? null,
  ...(report.level === undefined ? {} : { level: report.level }),
  ...(report.progress === undefined ? {} : { progress: report.progress }),
  ...(report.kind === 'RESUBMITTED' && report.retry_after_s !== undefined
    ? { retryAfterMs: report.retry_after_s * 1_000 }
    : {}),
  ...(report.cancelled === undefined ? {} : { confirmsCancel: report.cancelled }),
});
