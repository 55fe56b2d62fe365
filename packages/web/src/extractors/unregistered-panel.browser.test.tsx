import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { Many, WithoutHeartbeats } from './extractor-list.gallery.tsx';
import { Some } from './unregistered-panel.gallery.tsx';

test('names without an extractor say what to do about them', async () => {
  await renderExample(Some);
  const row = page.getByRole('row', { name: /ncsa\.unknown/ });
  await expect.element(row).toHaveTextContent('queue without a registered extractor: register it');
  await expect.element(row.getByRole('button', { name: 'Register' })).toBeEnabled();
});

test('a long list of extractors shows a hundred, and more on demand', async () => {
  await renderExample(Many);
  await expect.element(page.getByText('100 of 120 extractors')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.element(page.getByText('120 extractors', { exact: true })).toBeVisible();
});

test('an extractor without heartbeats is listed with its consumers', async () => {
  await renderExample(WithoutHeartbeats);
  await expect.element(page.getByText('1 consumer, sends no heartbeats')).toBeVisible();
});
