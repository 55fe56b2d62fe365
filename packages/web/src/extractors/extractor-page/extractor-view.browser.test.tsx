import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Busy, New, PrivateWithChange, WithoutHeartbeats } from './extractor-view.gallery.tsx';

test('disabling an extractor with waiting jobs asks for confirmation', async () => {
  await renderExample(Busy);
  await userEvent.click(page.getByRole('switch', { name: 'ncsa.wordcount is enabled' }));
  const dialog = page.getByRole('dialog', { name: 'Switch ncsa.wordcount off?' });
  await expect.element(dialog).toHaveTextContent('14 jobs wait for it');
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  await expect.element(page.getByRole('switch', { name: 'ncsa.wordcount is enabled' })).toBeChecked();
});

test('the latest jobs show state, resource and message', async () => {
  await renderExample(Busy);
  const row = page.getByRole('row', { name: /Failed/ });
  await expect.element(row).toHaveTextContent('no such table');
  await expect
    .element(page.getByRole('row', { name: /Queued/ }))
    .toHaveTextContent('14 ahead of it for ncsa.wordcount');
});

test('an extractor without jobs says how to get one', async () => {
  await renderExample(New);
  await expect.element(page.getByRole('heading', { name: 'No jobs yet' })).toBeVisible();
  await expect.element(page.getByText('No instances yet.')).toBeVisible();
});

test('an extractor without heartbeats shows the consumers of its queue', async () => {
  await renderExample(WithoutHeartbeats);
  const health = page.getByRole('region', { name: 'Health' });
  await expect.element(health).toHaveTextContent('1 consumer, sends no heartbeats');
  await expect.element(health).toHaveTextContent('the oldest for 3 min 20 s');
  await expect
    .element(page.getByText('Its queue ncsa.wordcount: 1 consumer, 3 messages ready.'))
    .toBeVisible();
});

test('a private extractor says who uses it, and its owner finds people to share it with', async () => {
  await renderExample(PrivateWithChange);
  await expect
    .element(page.getByText('Private to you, Ben Okafor and the members of Soil lab.'))
    .toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Share…' }));
  await userEvent.fill(page.getByLabelText('Name or e-mail'), 'chl');
  await expect.element(page.getByRole('button', { name: 'Share with Chloé Dubois' })).toBeEnabled();
  await expect.element(page.getByRole('button', { name: 'Share with Ana Ruiz' })).not.toBeInTheDocument();
  await expect.element(page.getByLabelText('Space to share it with')).toHaveTextContent('Forest plots');
});

test('an instance whose change waits is shown as such', async () => {
  await renderExample(PrivateWithChange);
  await expect
    .element(page.getByRole('row', { name: /Live/ }))
    .toHaveTextContent('announces a change that waits');
});
