import { type MailServer, startMailServer } from '@pawprint/testing/mail';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailer } from '../access/accounts/mailer.ts';
import { ANA, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { createNotificationsBench } from './notifications.builder.ts';
import { type SendPorts, sendDeliveries } from './send-deliveries.ts';

let mailServer: MailServer;
let jobs: JobsBench;
let bench: ReturnType<typeof createNotificationsBench>;
let ports: SendPorts;
beforeAll(async () => {
  mailServer = await startMailServer();
  jobs = await createJobsBench();
  bench = createNotificationsBench(jobs);
  ports = {
    ...bench.ports,
    mailer: createMailer({ smtpUrl: mailServer.url, from: () => 'Pawprint <pawprint@pawprint.test>' }),
    address: { publicUrl: 'https://pawprint.test' },
    webhookSecretOf: () => '',
    allowPrivateWebhooks: false,
  };
});
afterAll(async () => {
  await jobs.close();
  await mailServer.stop();
});

const MINUTE = 60_000;

test('thousands of failures are one mail, with links to them and to the watch', async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, 2_000);
  const watch = await bench.watch({ datasetId: file.datasetId }, 'failed');
  await jobs.db.updateTable('watches').set({ by_mail: true }).execute();
  const [first = '', ...others] = ids;
  await bench.fail(first);
  await bench.tell();
  await sendDeliveries(ports, jobs.now());
  expect(mailServer.mails).toEqual([]);
  await bench.fail(...others);
  await bench.tell();
  jobs.pass(MINUTE);
  await sendDeliveries(ports, jobs.now());
  await sendDeliveries(ports, jobs.now());
  const mail = await mailServer.mailTo(`${ANA.id}@example.org`);
  expect(mailServer.mails).toHaveLength(1);
  expect(mail.subject).toBe('Soil: 2,000 failed');
  expect(mail.text).toContain('No such column');
  const query = encodeURIComponent(`dataset:${file.datasetId} state:failed,lost`);
  expect(mail.text).toContain(`https://pawprint.test/jobs?q=${query}`);
  expect(mail.text).toContain(`To stop these mails:\nhttps://pawprint.test/account#watch-${watch.id}`);
});

test('what follows comes a quarter of an hour later, in one mail again', async () => {
  const file = await bench.addFile();
  const [first = '', second = '', third = ''] = await bench.submitMany(file, 3);
  await bench.watch({ datasetId: file.datasetId }, 'failed');
  await jobs.db.updateTable('watches').set({ by_mail: true }).execute();
  const before = mailServer.mails.length;
  for (const [id, minutes] of [
    [first, 1],
    [second, 1],
    [third, 12],
  ] as const) {
    await bench.fail(id);
    await bench.tell();
    jobs.pass(minutes * MINUTE);
    await sendDeliveries(ports, jobs.now());
  }
  expect(mailServer.mails.slice(before).map(({ subject }) => subject)).toEqual(['Soil: 1 failed']);
  jobs.pass(2 * MINUTE);
  await sendDeliveries(ports, jobs.now());
  expect(mailServer.mails.slice(before).map(({ subject }) => subject)).toEqual([
    'Soil: 1 failed',
    'Soil: 3 failed',
  ]);
});

test('the end of watched jobs is mailed at once', async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, 2);
  await bench.watch({ jobIds: ids }, 'done');
  await jobs.db.updateTable('watches').set({ by_mail: true }).execute();
  await bench.succeed(...ids);
  await bench.tell();
  const before = mailServer.mails.length;
  await sendDeliveries(ports, jobs.now());
  expect(mailServer.mails.slice(before).map(({ subject }) => subject)).toEqual(['2 jobs: 2 done']);
});

test('a mail that the mail server does not take is sent later', async () => {
  const file = await bench.addFile();
  const ids = await bench.submitMany(file, 1);
  await bench.watch({ jobIds: ids }, 'done');
  await jobs.db.updateTable('watches').set({ by_mail: true }).execute();
  await bench.succeed(...ids);
  await bench.tell();
  const before = mailServer.mails.length;
  const away = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: () => 'pawprint@pawprint.test' });
  await sendDeliveries({ ...ports, mailer: away }, jobs.now());
  jobs.pass(MINUTE);
  await sendDeliveries(ports, jobs.now());
  expect(mailServer.mails.slice(before)).toHaveLength(1);
});
