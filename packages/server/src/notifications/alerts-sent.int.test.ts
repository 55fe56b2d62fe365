import { type MailServer, startMailServer } from '@pawprint/testing/mail';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMailer } from '../access/accounts/mailer.ts';
import { ANA, createJobsBench, type JobsBench, WORD_COUNT } from '../jobs/jobs.builder.ts';
import { writeAlertRule } from '../store/notifications/alert-rules.ts';
import { checkAlerts } from './check-alerts.ts';
import { createNotificationsBench } from './notifications.builder.ts';
import { type SendPorts, sendDeliveries } from './send-deliveries.ts';
import { createReceiver, SECRET, verifyCall } from './webhook-receiver.builder.ts';

const MINUTE = 60_000;

let mailServer: MailServer;
let receiver: Awaited<ReturnType<typeof createReceiver>>;
let jobs: JobsBench;
let bench: ReturnType<typeof createNotificationsBench>;
let ports: SendPorts;
beforeAll(async () => {
  [mailServer, receiver, jobs] = await Promise.all([startMailServer(), createReceiver(), createJobsBench()]);
  bench = createNotificationsBench(jobs);
  ports = {
    ...bench.ports,
    mailer: createMailer({ smtpUrl: mailServer.url, from: () => 'Pawprint <pawprint@pawprint.test>' }),
    address: { publicUrl: 'https://pawprint.test' },
    webhookSecretOf: () => SECRET,
    allowPrivateWebhooks: true,
  };
});
beforeEach(async () => {
  for (const table of ['alert_rules', 'notifications', 'webhooks', 'jobs'] as const)
    await jobs.db.deleteFrom(table).execute();
  await jobs.db.updateTable('users').set({ role: 'admin' }).execute();
  receiver.received.length = 0;
});
afterAll(async () => {
  await jobs.close();
  await receiver.close();
  await mailServer.stop();
});

/** Ana is told by mail and by a webhook once jobs have waited a minute for an extractor that does not run. */
const addRule = async (now: number): Promise<string> => {
  const webhookId = v7();
  await jobs.db
    .insertInto('webhooks')
    .values({ id: webhookId, user_id: ANA.id, name: 'Lab', url: receiver.url(), created_at: new Date(now) })
    .execute();
  const rule = {
    id: v7(),
    condition: { kind: 'no_instance', extractor: null },
    holdMs: MINUTE,
    userId: ANA.id,
    channels: { mail: true, webhookId },
    createdAt: now,
    state: null,
  } as const;
  await jobs.db.transaction().execute((trx) => writeAlertRule(trx, rule));
  return rule.id;
};

/** As upkeep does both. */
const lookAndSend = async (now: number): Promise<void> => {
  await checkAlerts(bench.ports, now);
  await sendDeliveries(ports, now);
};

/** The subjects of all mails since then, and the titles of all verified calls. */
const sentSince = (mails: number) => ({
  mails: mailServer.mails.slice(mails).map(({ subject }) => subject),
  calls: receiver.received.map((call) => (verifyCall(call) as { data: { title: string } }).data.title),
});

test('an alert that begins is sent by webhook and by mail, and so is its end, each once', async () => {
  const now = Date.now();
  const before = mailServer.mails.length;
  const ruleId = await addRule(now);
  const jobId = await jobs.submit();
  await lookAndSend(now);
  expect(sentSince(before)).toEqual({ mails: [], calls: [] });

  for (const at of [now + MINUTE, now + 1.5 * MINUTE]) await lookAndSend(at);
  const begun = `${WORD_COUNT}: no instance`;
  expect(sentSince(before)).toEqual({ mails: [begun], calls: [begun] });
  const link = `https://pawprint.test/extractors/${WORD_COUNT}`;
  expect(verifyCall(receiver.received[0])).toMatchObject({
    type: 'notification',
    data: {
      subject: { type: 'alert', id: ruleId },
      is_over: false,
      target: { job_id: null, query: null, extractor: WORD_COUNT },
      link,
    },
  });
  const { text } = await mailServer.mailTo(`${ANA.id}@example.org`);
  expect(text).toContain(`You are told when an extractor with waiting jobs has no instance.\n\n${link}\n`);
  expect(text).toContain('To stop these mails:\nhttps://pawprint.test/admin/alerts');

  await bench.succeed(jobId);
  await lookAndSend(now + 2 * MINUTE);
  expect(receiver.received).toHaveLength(1);
  for (const at of [now + 3 * MINUTE, now + 4 * MINUTE]) await lookAndSend(at);
  const over = 'Over after 2 min: an extractor with waiting jobs has no instance';
  expect(sentSince(before)).toEqual({ mails: [begun, over], calls: [begun, over] });
  expect(verifyCall(receiver.received[1])).toMatchObject({ data: { is_over: true, text: null } });
});

test('nothing is sent of an alert to who is no administrator any more', async () => {
  const now = Date.now();
  const before = mailServer.mails.length;
  await addRule(now);
  await jobs.submit();
  await checkAlerts(bench.ports, now);
  await checkAlerts(bench.ports, now + MINUTE);
  await jobs.db.updateTable('users').set({ role: 'operator' }).execute();
  await sendDeliveries(ports, now + MINUTE);
  expect(sentSince(before)).toEqual({ mails: [], calls: [] });
  const refused = { state: 'failed', answer: expect.stringMatching(/^Not sent/) };
  expect(await jobs.db.selectFrom('deliveries').select(['state', 'answer']).execute()).toEqual([
    refused,
    refused,
  ]);
});
