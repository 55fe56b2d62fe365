import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Done, Failed, Sending } from './upload-panel.gallery.tsx';

test('an upload shows its progress, speed and remaining time', async () => {
  await renderExample(Sending);
  const bar = page.getByRole('progressbar', { name: 'core-2.txt' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', String((116 / 214) * 100));
  await expect.element(page.getByText('116 of 214 MB, 7.9 MB/s, 12 s left')).toBeVisible();
  await expect.element(page.getByText('214 MB, being stored')).toBeVisible();
});

test('five waiting uploads have a row, the rest are counted', async () => {
  await renderExample(Sending);
  await expect.element(page.getByRole('heading', { name: 'Uploading 10 files' })).toBeVisible();
  expect(page.getByRole('listitem').elements()).toHaveLength(8);
  await expect.element(page.getByText('and 2 more waiting')).toBeVisible();
});

test('only a failed upload that can succeed later offers a retry', async () => {
  await renderExample(Failed);
  await expect.element(page.getByText(/the connection was cut/)).toBeVisible();
  expect(page.getByRole('button', { name: 'Try again' }).elements()).toHaveLength(1);
  await expect.element(page.getByRole('button', { name: 'Remove core-2.txt' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Cancel core-3.txt' })).toBeVisible();
});

test('finished uploads are announced', async () => {
  await renderExample(Done);
  const panel = page.getByLabelText('Upload', { exact: true });
  await expect.element(panel.getByRole('status')).toHaveTextContent('Uploaded 2 files');
});
