import type { StatusReport } from '@pawprint/protocol';
import { v7 as uuid } from 'uuid';

/** The longest text a report may carry, in UTF-16 units. */
export const LONGEST_MESSAGE = 20_000;

const CUT = '… (cut)';

const shortened = (message: string): string =>
  message.length <= LONGEST_MESSAGE ? message : message.slice(0, LONGEST_MESSAGE - CUT.length) + CUT;

export type ReportDraft = Omit<StatusReport, 'id' | 'reported_at' | 'message'> & {
  readonly message?: string;
};

/** A report as it is sent, once or more often: its id makes every repeat harmless. */
export const reportOf = ({ message = '', ...draft }: ReportDraft): StatusReport => ({
  ...draft,
  id: uuid(),
  message: shortened(message),
  reported_at: new Date().toISOString(),
});
