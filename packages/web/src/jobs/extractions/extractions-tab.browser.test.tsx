import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Empty, EmptyDataset, OfDataset, WithJobs } from './extractions-tab.gallery.tsx';

const rows = () => page.getByRole('row').elements().length;

test('the tree has a row for each extractor', async () => {
  await renderExample(WithJobs);
  const tree = page.getByRole('treegrid', { name: 'Extractions' });
  for (const name of ['ncsa.wordcount', 'ncsa.ocr', 'ncsa.report', 'ncsa.video'])
    await expect.element(tree.getByRole('row', { name: new RegExp(name) }).first()).toBeVisible();
});

test('an arrow key opens the rows of an extractor and closes them', async () => {
  await renderExample(WithJobs);
  const row = page.getByRole('row', { name: /ncsa\.wordcount/ }).first();
  const closed = rows();
  (row.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(rows).toBeGreaterThan(closed);
  await expect.element(row).toHaveAttribute('aria-expanded', 'true');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(rows).toBe(closed);
});

test('a failed job shows its error in its row', async () => {
  await renderExample(WithJobs);
  await expect.element(page.getByText(/No space left on device/).first()).toBeVisible();
});

test('a file without jobs says how to get one', async () => {
  await renderExample(Empty);
  await expect.element(page.getByText('Submit it to an extractor.')).toBeVisible();
});

test('a dataset without jobs says that its files have none either', async () => {
  await renderExample(EmptyDataset);
  await expect.element(page.getByText('No jobs on this dataset or its files yet')).toBeVisible();
});

test("a dataset's extractor counts its jobs by state, and each job names its file", async () => {
  await renderExample(OfDataset);
  const row = page.getByRole('row', { name: /ncsa\.wordcount/ }).first();
  await expect.element(row.getByRole('list')).toHaveTextContent('Failed 1Done 4999');
  (row.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  for (const name of ['leaf-1.csv', 'leaf-2.csv'])
    await expect.element(page.getByRole('link', { name })).toBeVisible();
});
