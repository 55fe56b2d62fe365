import type { OutgoingMessage } from '@pawprint/amqp';
import { rejectOnAbort } from '@pawprint/async';
import type { StatusReport } from '@pawprint/protocol';
import type { InstanceLog } from '../../instance-log.ts';
import { errorText } from '../../instance-log.ts';
import type { ReportDraft } from '../../reports/report-queue.ts';
import { createReportSender } from '../../reports/report-sender.ts';
import { REPORT_BATCH } from '../../timings.ts';
import type { AttemptPorts, AttemptReporting } from '../lane.ts';
import type { HeldMessage } from './held-messages.ts';
import type { Outbox } from './outbox.ts';

export interface MessageAttemptPorts extends AttemptPorts {
  readonly outbox: Outbox;
  readonly log: InstanceLog;
  readonly flushMs: number;
}

/** The messages of one attempt: the one it was started by, and those it sends. */
export interface AttemptMessages {
  readonly held: HeldMessage;
  /** Empty where the sender wants no reports. */
  readonly reporting: (report: StatusReport) => readonly OutgoingMessage[];
  /** Removes credentials from the text; undefined for a report that the server has no use for. */
  readonly edit: (draft: ReportDraft) => ReportDraft | undefined;
  /** The report that ends the attempt: a retry too many becomes a failure. */
  readonly lastReport: (draft: ReportDraft) => ReportDraft;
  readonly errorCopy: (reason: string) => OutgoingMessage;
  readonly retry: () => OutgoingMessage;
}

/**
 * Reports go to the sender of the message. The message is acknowledged only after the broker has confirmed the reports,
 * so that nothing is lost if the process dies before.
 */
export const openMessageAttempt = (
  ports: MessageAttemptPorts,
  messages: AttemptMessages,
): AttemptReporting => {
  const { outbox, abandon, log } = ports;
  const { held } = messages;
  let undelivered = false;
  const publish = (outgoing: readonly OutgoingMessage[]) =>
    rejectOnAbort(Promise.all(outgoing.map((message) => outbox.publish(message))), abandon);
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
  /** A message that is lost is delivered again by itself, without a copy. */
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
      finish(messages.lastReport(report), settle).catch((error: unknown) => {
        log.warn(`The job is given back: ${errorText(error)}`);
        held.putBack();
      }),
    giveBack: (report) => finish(report, () => held.putBack()),
  };
};
