import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { DeleteFiles, MoveFiles, TagFiles } from './change-files-dialog.gallery.tsx';

test('deleting says how many files are deleted before anything is done', async () => {
  await renderExample(DeleteFiles);
  await expect.element(page.getByText(/^48 files will be deleted for good/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Delete 48 files' })).toBeVisible();
});

test('tags have to be typed before files are counted', async () => {
  await renderExample(TagFiles);
  expect(page.getByRole('button', { name: /^Tag/ }).query()).toBeNull();
  await userEvent.fill(page.getByLabelText('Tags to add'), 'dry');
  await expect.element(page.getByRole('button', { name: 'Tag 48 files' })).toBeVisible();
});

test('files move to a dataset that is chosen among the others, and those that stay are named', async () => {
  await renderExample(MoveFiles);
  await userEvent.click(page.getByRole('combobox', { name: 'To the dataset' }));
  await expect.element(page.getByRole('option')).toHaveTextContent('Archive of cores');
  await userEvent.click(page.getByRole('option', { name: 'Archive of cores' }));
  await expect.element(page.getByRole('button', { name: 'Move 48 files' })).toBeVisible();
  await expect.element(page.getByText('2 files left out: It has a job that has not ended.')).toBeVisible();
});
