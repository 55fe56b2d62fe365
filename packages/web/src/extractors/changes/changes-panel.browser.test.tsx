import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { None, Waiting } from './changes-panel.gallery.tsx';

test('a change that waits says from where it comes, and what differs', async () => {
  await renderExample(Waiting);
  const change = page.getByRole('region', { name: 'Waiting for approval' }).getByRole('listitem').first();
  await expect.element(change).toHaveTextContent('over RabbitMQ, from lab-3, as the user guest');
  await expect.element(change.getByRole('deletion').first()).toHaveTextContent('text/*');
  await expect.element(change.getByRole('insertion').first()).toHaveTextContent('*');
});

test('a change that somebody else has decided on says so', async () => {
  await renderExample(Waiting);
  await userEvent.click(page.getByRole('button', { name: 'Decline soil.profile-depth' }));
  await expect.element(page.getByText('Somebody has decided on this change already.')).toBeVisible();
});

test('what was declined can be approved', async () => {
  await renderExample(Waiting);
  const decided = page.getByRole('region', { name: 'What took effect or was decided' });
  await expect.element(decided.getByText('declined by Ana Ruiz')).toBeVisible();
  await expect.element(decided.getByRole('button', { name: 'Approve' })).toBeEnabled();
});

test('without anything to approve a sentence says so', async () => {
  await renderExample(None);
  await expect.element(page.getByText('No extractor and no change of one waits for approval.')).toBeVisible();
});
