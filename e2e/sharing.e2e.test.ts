import { ADMIN, allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { settle } from './look-over-page.ts';
import { type Account, fillSignIn, openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const BEN = { name: 'Ben Okafor', email: 'ben@example.org', password: 'clay and silt and sand' };

/** An administrator, who owns all datasets here. */
const openAsAdmin = async (path = '/datasets'): Promise<Page> => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(server().url + path);
  return page;
};

const createAccount = async ({
  name,
  email,
  password,
}: Account & { readonly name: string }): Promise<void> => {
  const { client } = server();
  // One of the tests before may have made it.
  if ((await client.call('listUsers', { query: { q: email } }))?.length) return;
  const invited = await client.call('invite', { body: { email } });
  const token = new URL(invited?.url ?? '').hash.slice(1);
  await client.call('acceptInvitation', { body: { token, name, password } });
};

interface Sample {
  readonly datasetId: string;
  readonly paths: readonly string[];
}

/** A dataset with a file and a job, and the addresses of the three pages. */
const createSample = async (): Promise<Sample> => {
  await runExtractor(server(), 'e2e.light', () => undefined);
  const { datasetId, fileIds } = await createDatasetWith(server().client, [{ name: 'a.txt', content: 'a' }]);
  const jobs = await followUntil(server().client, { dataset_id: datasetId }, allEnded(1));
  const jobId = [...jobs.keys()][0] ?? '';
  return { datasetId, paths: [`/datasets/${datasetId}`, `/files/${fileIds[0]}`, `/jobs/${jobId}`] };
};

const CHANGES =
  /^(Submit|Upload|Share…|Resubmit|Cancel job|Add metadata|Change tags|More actions|Delete .*|Rename .*|Add a description)$/;

/** Opens a page. Without the rights of its reader nothing is offered, so they have to be there, and what they show. */
const countChanges = async (page: Page, path: string): Promise<number> => {
  const rights = page.waitForResponse((response) => response.url().endsWith('/sharing'));
  await page.goto(server().url + path);
  await (await rights).finished();
  await settle(page);
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  return page.getByRole('button', { name: CHANGES }).count();
};

test('who is alone on a server meets no space, role or public switch', async () => {
  const { paths } = await createSample();
  const page = await openAsAdmin();
  for (const path of ['/datasets', '/extractors', ...paths]) {
    await page.goto(server().url + path);
    await settle(page);
    // They appear once the rights of the reader are loaded, and so would a switch.
    const changes = page.getByRole('button', { name: /^(Submit|Resubmit)$/ });
    if (paths.includes(path)) await changes.first().waitFor();
    expect(await page.getByText(/\b(spaces?|public|roles?)\b/i).count(), path).toBe(0);
  }
  await page.goto(server().url + paths[0]);
  await page.getByText('Only you see this dataset.').waitFor();
});

test('a dataset is shared with a space, seen by its member, and lost and found with it on the open page', async () => {
  const { datasetId, paths } = await createSample();
  const admin = await openAsAdmin(paths[0]);
  await createAccount(BEN);
  const ben = await openPage();
  await signIn(ben, server(), BEN);
  for (const path of paths) {
    await ben.goto(server().url + path);
    await ben.getByRole('heading', { name: /^This (dataset|file|job) cannot be shown$/ }).waitFor();
    await ben.getByText('ask the owner of the').waitFor();
  }

  await admin.getByRole('button', { name: 'Share…' }).click();
  await admin.getByRole('link', { name: 'Share with a space…' }).click();
  await admin.getByRole('button', { name: 'New space' }).click();
  await admin.getByLabel('Name', { exact: true }).fill('Soil lab');
  await admin.getByRole('button', { name: 'Create', exact: true }).click();
  await admin.getByRole('button', { name: 'Add a person' }).click();
  await admin.getByLabel('Name or e-mail').fill('okaf');
  await admin.getByRole('button', { name: `Add ${BEN.name}` }).click();
  await admin.getByRole('listitem').filter({ hasText: BEN.name }).getByText('Viewer').waitFor();
  await admin.goto(server().url + paths[0]);
  await admin.getByRole('button', { name: 'Share…' }).click();
  await admin.getByRole('button', { name: 'Share', exact: true }).click();
  await admin.getByText('Shared with Soil lab.').waitFor();
  await admin.getByText('You and the other member of Soil lab see this dataset.').first().waitFor();

  await ben.getByRole('link', { name: 'Spaces' }).first().click();
  await ben.getByRole('link', { name: 'Soil lab' }).click();
  await ben.getByRole('link', { name: 'Prairie soil cores' }).waitFor();
  for (const path of paths) {
    expect(await countChanges(ben, path), path).toBe(0);
  }

  await ben.goto(server().url + paths[0]);
  await ben.getByText('Administrator and the 2 members of Soil lab see this dataset.').waitFor();
  const member = (await server().client.call('listUsers', { query: { q: BEN.email } }))?.[0]?.id ?? '';
  const space = (await server().client.call('listSpaces', { query: {} }))?.[0]?.id ?? '';
  await server().client.call('setSpaceMember', {
    params: { id: space, user_id: member },
    body: { role: 'editor' },
  });
  await ben.getByRole('button', { name: 'Upload' }).waitFor();
  await ben.getByRole('checkbox', { name: 'Select a.txt' }).waitFor();

  await admin.getByRole('button', { name: 'Take it out of Soil lab' }).click();
  await admin.getByText('Taken out of Soil lab.').waitFor();
  await ben.getByRole('heading', { name: 'This is no longer shared with you' }).waitFor();
  await ben.getByText('Ask Administrator, or an administrator of this server.').waitFor();
  expect(await ben.getByText('a.txt').count()).toBe(0);

  await admin.getByRole('button', { name: 'Undo' }).click();
  await ben.getByRole('link', { name: 'a.txt' }).waitFor();
  await ben.getByRole('button', { name: 'Upload' }).waitFor();
  await server().client.call('deleteDataset', { params: { id: datasetId } });
  await ben.getByRole('heading', { name: 'This is no longer shared with you' }).waitFor();
});

test('visitors see what is public, and sign in for all else', async () => {
  const hidden = await createSample();
  const { paths } = await createSample();
  const visitor = await openPage();
  await visitor.goto(server().url);
  await visitor.getByRole('heading', { name: 'Sign in' }).waitFor();

  const admin = await openAsAdmin(paths[0]);
  await admin.getByRole('button', { name: 'Share…' }).click();
  const isPublic = admin.getByRole('switch', { name: /Public/ });
  await focusInDialog(admin);
  await isPublic.press('Space');
  await admin.getByText('Anybody who can reach this server').waitFor();
  expect(await isPublic.isChecked()).toBe(false);
  await admin.getByRole('button', { name: 'Make it public' }).click();
  await admin.getByText('Everybody sees it now.').waitFor();

  await visitor.goto(server().url);
  await visitor.getByRole('heading', { name: 'Public datasets' }).waitFor();
  const shown = visitor.getByRole('row').filter({ hasText: 'Prairie soil cores' });
  await shown.first().waitFor();
  expect(await shown.count()).toBe(1);
  for (const path of paths) {
    expect(await countChanges(visitor, path), path).toBe(0);
    await visitor.getByRole('link', { name: 'Sign in' }).waitFor();
  }
  await visitor.goto(server().url + paths[0]);
  await visitor.getByText('Everybody sees this dataset, signed in or not.').waitFor();
  await admin.getByRole('button', { name: 'Undo' }).click();
  await visitor.getByRole('heading', { name: 'This is no longer public' }).waitFor();

  for (const path of hidden.paths) {
    await visitor.goto(server().url + path);
    await visitor.getByRole('heading', { name: 'Sign in' }).waitFor();
  }
  await fillSignIn(visitor, ADMIN);
  await visitor.waitForURL(server().url + hidden.paths.at(-1));
  await visitor.getByRole('region', { name: 'State of the job' }).waitFor();
});
