import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { ChooseDataset, OffInSpace } from './submit-to-extractor-dialog.gallery.tsx';

const chooseDataset = async (): Promise<void> => {
  await userEvent.click(page.getByRole('combobox', { name: 'Dataset' }));
  await userEvent.click(page.getByRole('option', { name: 'Soil cores' }));
};

test('a file of a dataset is submitted to the extractor, with its parameters', async () => {
  await renderExample(ChooseDataset);
  await chooseDataset();
  await expect.element(page.getByRole('button', { name: 'Submit 2 files' })).toBeVisible();
  await expect.element(page.getByLabelText('Depth')).toHaveValue('3');
  await userEvent.click(page.getByText('By name'));
  await userEvent.fill(page.getByLabelText('Part of the name'), '07');
  await userEvent.click(page.getByRole('button', { name: 'Submit 1 file' }));
  await expect
    .element(page.getByRole('heading', { name: '1 file submitted to ncsa.wordcount.' }))
    .toBeVisible();
});

test('a space that has switched the extractor off is given as the reason', async () => {
  await renderExample(OffInSpace);
  await chooseDataset();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('ncsa.wordcount cannot be used here: switched off in its space.');
  await expect.element(page.getByRole('button', { name: /^Submit/ })).not.toBeInTheDocument();
});
