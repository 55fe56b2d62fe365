import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { AllFiles, SelectedFiles, StoppedHalfway } from './submit-dataset-dialog.gallery.tsx';

test('files are chosen by their extension, and counted', async () => {
  await renderExample(AllFiles);
  await expect.element(page.getByText('3 files will each get a job of their own.')).toBeVisible();
  await userEvent.click(page.getByText('By extension'));
  await expect.element(page.getByText('Choose one extension or more.')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: /^csv/ }));
  await expect.element(page.getByText('2 files will each get a job of their own.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Submit 2 files' })).toBeVisible();
});

test('a selection is what the dialog begins with', async () => {
  await renderExample(SelectedFiles);
  await expect.element(page.getByRole('button', { name: 'Submit 1 file' })).toBeVisible();
});

test('for the dataset itself, its own extractors come first', async () => {
  await renderExample(AllFiles);
  await userEvent.click(page.getByRole('radio', { name: 'The dataset itself' }));
  await expect.element(page.getByRole('heading', { name: 'Made for datasets' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Submit the dataset' })).toBeVisible();
});

test('the result names the files that got no job, and why', async () => {
  await renderExample(StoppedHalfway);
  await userEvent.click(page.getByRole('radio', { name: /wordcount/ }));
  await userEvent.click(page.getByRole('button', { name: 'Submit 3 files' }));
  await expect
    .element(
      page.getByRole('heading', { name: '1 file submitted to ncsa.wordcount; 2 files not submitted.' }),
    )
    .toBeVisible();
  await expect.element(page.getByText('The disk is full.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Submit the other 2' })).toBeVisible();
});
