import { createServer, type Server } from 'node:net';
import { freePort } from '@pawprint/testing';
import { type MailServer, startMailServer } from '@pawprint/testing/mail';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailer } from './mailer.ts';

const MAIL = { to: 'ana@example.org', subject: 'Ünïcode', text: 'Text with a long line\n' };

let mailServer: MailServer;
/** It accepts connections and says nothing. */
let silent: Server;
beforeAll(async () => {
  mailServer = await startMailServer();
  silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
});
afterAll(async () => {
  await mailServer.stop();
  silent.close();
});

const portOf = (server: Server): number => Object(server.address()).port;

const mailerAt = (smtpUrl: string, limitMs?: number) =>
  createMailer({
    smtpUrl,
    from: () => 'Pawprint <pawprint@example.org>',
    ...(limitMs === undefined ? {} : { limitMs }),
  });

test('a mail arrives with its sender, subject and text', async () => {
  const mailer = mailerAt(mailServer.url);
  expect(await mailer.isReachable()).toBe(true);
  expect(await mailer.send(MAIL)).toBe(true);
  const mail = await mailServer.mailTo(MAIL.to);
  expect(mail).toMatchObject({
    subject: MAIL.subject,
    text: MAIL.text,
    from: { text: '"Pawprint" <pawprint@example.org>' },
  });
});

test('a name with line breaks adds no header to a mail', async () => {
  const subject = 'Hello\r\nBcc: eve@example.org';
  expect(await mailerAt(mailServer.url).send({ ...MAIL, to: 'ben@example.org', subject })).toBe(true);
  const mail = await mailServer.mailTo('ben@example.org');
  expect(mail.headers.has('bcc')).toBe(false);
});

test.each(['send', 'isReachable'] as const)(
  '%s answers false where the mail server is down, refuses the password or says nothing',
  async (act) => {
    const port = await freePort();
    const mailers = [
      mailerAt(`smtp://127.0.0.1:${port}`),
      mailerAt(mailServer.url.replace('//', '//me:wrong@')),
      mailerAt(`smtp://127.0.0.1:${portOf(silent)}`, 200),
    ];
    const outcomes = await Promise.all(
      mailers.map((mailer) => (act === 'send' ? mailer.send(MAIL) : mailer.isReachable())),
    );
    expect(outcomes).toEqual([false, false, false]);
  },
);

test('the password is not sent to another machine without TLS', async () => {
  const here = mailerAt(mailServer.url.replace('//', '//me:secret@'));
  expect(await here.send({ ...MAIL, to: 'cy@example.org' })).toBe(true);
  const elsewhere = mailServer.url.replace('127.0.0.1', '0.0.0.0');
  expect(await mailerAt(elsewhere).send(MAIL)).toBe(true);
  expect(await mailerAt(elsewhere.replace('//', '//me:secret@')).send(MAIL)).toBe(false);
});

test('work in the background is waited for, and its failure harms nothing', async () => {
  const mailer = mailerAt(mailServer.url);
  mailer.inBackground(() => mailer.send({ ...MAIL, to: 'dan@example.org' }));
  mailer.inBackground(() => Promise.reject(new Error('the database is away')));
  await mailer.idle();
  expect((await mailServer.mailTo('dan@example.org')).subject).toBe(MAIL.subject);
});
