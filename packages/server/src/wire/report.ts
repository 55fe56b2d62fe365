import type { StatusReport } from '@pawprint/protocol';
import type { Report } from '../model/report.ts';
import { storableText } from '../model/storable.ts';

export const reportFromWire = (said: StatusReport): Report => ({
  // PostgreSQL writes ids in lower case: a repeat is to be known whatever the case it comes in.
  id: said.id.toLowerCase(),
  kind: said.kind,
  message: storableText(said.message),
  reportedAt: said.reported_at === undefined ? null : Date.parse(said.reported_at),
  reported: said.reported_at ?? null,
  ...(said.level === undefined ? {} : { level: said.level }),
  ...(said.progress === undefined ? {} : { progress: said.progress }),
  ...(said.kind === 'RESUBMITTED' && said.retry_after_s !== undefined
    ? { retryAfterMs: said.retry_after_s * 1_000 }
    : {}),
  ...(said.cancelled === undefined ? {} : { confirmsCancel: said.cancelled }),
});
