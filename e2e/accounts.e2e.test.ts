import { ADMIN } from '@pawprint/testing';
import { linkIn, type MailServer, startMailServer } from '@pawprint/testing/mail';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { fillSignIn, openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
});
const server = useServer(() => ({ env: { PAWPRINT_SMTP_URL: mail.url } }));
afterAll(() => mail.stop());

const DINH = { name: 'Dinh Tran', email: 'dinh@example.org', password: 'clay and silt and sand' };

test('a person is invited, sees only what is theirs, and gets a new password by mail', async () => {
  const { client, url } = server();
  await client.call('createDataset', { body: { name: 'Of the administrator' } });
  const space = await client.call('createSpace', { body: { name: 'Soil lab' } });
  const shared = await client.call('createDataset', { body: { name: 'Shared cores' } });
  await client.call('shareDataset', { params: { id: shared?.id ?? '', space_id: space?.id ?? '' } });

  const admin = await openPage();
  await signIn(admin, server());
  await admin.goto(`${url}/admin/people`);
  await admin.getByRole('button', { name: 'Invite' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('E-mail').fill(DINH.email);
  await dialog.getByLabel('Add a space').selectOption({ label: 'Soil lab' });
  expect(await problems(admin), 'the dialog').toEqual([]);
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog.getByText(`The link was mailed to ${DINH.email}.`).waitFor();
  const link = linkIn(await mail.mailTo(DINH.email));
  expect(await dialog.locator('code').innerText()).toBe(link.href);
  expect(await problems(admin), 'the link').toEqual([]);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await admin.getByRole('row', { name: /dinh@example\.org.*Open/ }).waitFor();

  const dinh = await openPage();
  await dinh.goto(link.href);
  await dinh.getByText(`Administrator invites you as ${DINH.email}.`).waitFor();
  expect(await problems(dinh), 'the page of the invitation').toEqual([]);
  await dinh.getByLabel('Name').fill(DINH.name);
  await dinh.getByLabel('New password', { exact: true }).fill(DINH.password);
  await dinh.getByRole('button', { name: 'Create the account' }).click();
  await dinh.getByRole('heading', { name: 'Home', exact: true }).waitFor();
  await dinh.goto(`${url}/datasets`);
  await dinh.getByRole('link', { name: 'Shared cores' }).waitFor();
  expect(await dinh.getByText('Of the administrator').count()).toBe(0);
  await dinh.goto(`${url}/admin/people`);
  await dinh.getByRole('heading', { name: 'You have no access to this page' }).waitFor();

  const again = await openPage();
  await again.goto(link.href);
  await again.getByText(`This link was used already. Sign in as ${DINH.email}`).waitFor();
  await again.getByRole('link', { name: 'Sign in' }).click();
  await again.getByRole('link', { name: 'Forgot your password?' }).click();
  await again.getByLabel('E-mail').fill(DINH.email);
  await again.getByRole('button', { name: 'Send a link' }).click();
  await again.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await again.goto(linkIn(await mail.mailTo(DINH.email, 2)).href);
  await again.getByText(`For ${DINH.email}.`).waitFor();
  expect(await problems(again), 'the page for a new password').toEqual([]);
  await again.getByLabel('New password', { exact: true }).fill('another password');
  await again.getByRole('button', { name: 'Set the password' }).click();
  await again.getByRole('heading', { name: 'Home', exact: true }).waitFor();
  await dinh.reload();
  await dinh.getByRole('heading', { name: 'Sign in' }).waitFor();
  await fillSignIn(dinh, DINH);
  await dinh.getByText('Wrong e-mail or password.').waitFor();
});

test('an administrator finds, bans and deletes a person, who is signed out', async () => {
  const { client, url } = server();
  const invited = await client.call('invite', { body: { email: 'eva@example.org', name: 'Eva Berg' } });
  const eva = await openPage();
  await eva.goto(invited?.url ?? '');
  await eva.getByLabel('New password', { exact: true }).fill('a long password');
  await eva.getByRole('button', { name: 'Create the account' }).click();
  await eva.getByRole('heading', { name: 'Home', exact: true }).waitFor();

  const admin = await openPage();
  await signIn(admin, server());
  await admin.goto(`${url}/admin/people`);
  await admin.getByLabel('Search people').fill('berg');
  const row = admin.getByRole('table', { name: 'Accounts' }).getByRole('row', { name: /Eva Berg/ });
  await row.waitFor();
  await admin.getByRole('row', { name: ADMIN.email }).waitFor({ state: 'detached' });
  await row.getByRole('button', { name: 'More actions for Eva Berg' }).click();
  await admin.getByRole('menuitem', { name: 'Ban…' }).click();
  await admin.getByLabel('Reason').fill('left the project');
  await admin.getByRole('button', { name: 'Ban', exact: true }).click();
  await row.getByText('Banned: left the project').waitFor();
  await settle(admin);
  expect(await problems(admin), 'the page of people').toEqual([]);
  await eva.reload();
  await eva.getByRole('heading', { name: 'Sign in' }).waitFor();

  await row.getByRole('button', { name: 'More actions for Eva Berg' }).click();
  await admin.getByRole('menuitem', { name: 'Delete…' }).click();
  await admin.getByText('They own no datasets.').waitFor();
  await admin.getByRole('button', { name: 'Delete the account' }).click();
  await admin.getByText('Nobody found').waitFor();
});
