import type { StatusReport } from '@pawprint/protocol';
import type { InstanceLog } from '../../instance-log.ts';
import { errorText } from '../../job/error-text.ts';
import type { ReportDraft } from '../../reports/report.ts';
import { createReportSender } from '../../reports/report-sender.ts';
import { REPORT_BATCH } from '../../timings.ts';
import type { AttemptLine, AttemptPorts } from '../assignment.ts';
import type { HeldMessage } from './held-messages.ts';
import type { Outbox, OutgoingMessage } from './outbox.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface MessageAttemptPorts extends AttemptPorts {
  readonly outbox: Outbox;
  readonly log: InstanceLog;
  readonly flushMs: number;
}

/** What to do with the message of the attempt, in the attempt's own words. */
export interface AttemptMessages {
  readonly held: HeldMessage;
  /** None where nobody waits for reports. */
  readonly reporting: (report: StatusReport) => readonly OutgoingMessage[];
  /** Takes credentials out of a text, and leaves out what the server has no use for. */
  readonly edit: (draft: ReportDraft) => ReportDraft | undefined;
  /** The last word, by how often the job was put back before. */
  readonly lastWord: (draft: ReportDraft) => ReportDraft;
  readonly errorCopy: (reason: string) => OutgoingMessage;
  readonly retry: () => OutgoingMessage;
}

/**
 * Reports go to whoever sent the message, confirmed by the broker. Only then is the message acknowledged: a process
 * that dies before loses nothing.
 */
export const openMessageAttempt = (ports: MessageAttemptPorts, messages: AttemptMessages): AttemptLine => {
  const { outbox, abandon, log } = ports;
  const { held } = messages;
  let undelivered = false;
  const publish = (outgoing: readonly OutgoingMessage[]) =>
    unlessAborted(abandon, Promise.all(outgoing.map((message) => outbox.publish(message))));
  const send = async (reports: readonly StatusReport[]) => {
    await publish(reports.flatMap(messages.reporting)).catch((error: unknown) => {
      undelivered = true;
      throw error;
    });
  };
  const sender = createReportSender({ send, flushMs: ports.flushMs, batchSize: REPORT_BATCH });
  const add = (draft: ReportDraft) => {
    const edited = messages.edit(draft);
    if (edited) sender.add(edited);
  };
  /** Lost, the message is on its way to another try by itself. */
  const retry = async () => {
    if (held.isLost()) return held.putBack();
    await publish([messages.retry()]);
    held.acknowledge();
  };
  const settle = async ({ kind, message = '' }: ReportDraft) => {
    if (kind === 'RESUBMITTED') return retry();
    if (kind === 'ERROR') await publish([messages.errorCopy(message)]);
    held.acknowledge();
  };
  const finish = async (report: ReportDraft, after: (last: ReportDraft) => Promise<void> | void) => {
    const last = messages.edit(report) ?? report;
    await sender.finish(last);
    if (undelivered) return held.putBack();
    await after(last);
  };
  add({ kind: 'STARTED', message: 'Started processing.' });
  void sender.flush();
  return {
    add,
    room: sender.room,
    end: (report) =>
      finish(messages.lastWord(report), settle).catch((error: unknown) => {
        log.warn(`The job is given back: ${errorText(error)}`);
        held.putBack();
      }),
    giveBack: (report) => finish(report, () => held.putBack()),
  };
};
