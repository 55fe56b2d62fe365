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

const tabStops = () =>
  [...document.querySelectorAll<HTMLElement>('[role=treegrid] :is(tr, a, button)')].filter(
    ({ tabIndex }) => tabIndex === 0,
  );

const keyOfFocus = () => document.activeElement?.getAttribute('data-key');

test('one row is in the order of the Tab key, followed by its links and buttons', async () => {
  await renderExample(WithJobs);
  const [first, ...inside] = tabStops();
  expect(first?.matches('[data-row]')).toBe(true);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.every((element) => first?.contains(element))).toBe(true);

  first?.focus();
  await userEvent.keyboard('{ArrowDown}');
  const second = document.activeElement;
  expect(second).not.toBe(first);
  await expect.poll(() => tabStops()[0]).toBe(second);
  expect(tabStops().every((element) => second?.contains(element))).toBe(true);
  await userEvent.keyboard('{Tab}');
  expect(second?.contains(document.activeElement)).toBe(true);
  expect(document.activeElement).not.toBe(second);
});

/** The reason of another row names the extractor too. */
const wordCount = () => page.getByRole('row', { name: /^(Open|Close) ncsa\.wordcount/ });

test('a click anywhere in a row opens it, but not on its links and buttons', async () => {
  await page.viewport(1280, 800);
  await renderExample(WithJobs);
  const row = wordCount();
  await row.getByRole('link', { name: /^Job/ }).click();
  await row.getByRole('button', { name: /^Copy/ }).click();
  await expect.element(row).toHaveAttribute('aria-expanded', 'false');
  await row.getByText(/No space left on device/).click();
  await expect.element(row).toHaveAttribute('aria-expanded', 'true');
  await row.getByText(/No space left on device/).click();
  await expect.element(row).toHaveAttribute('aria-expanded', 'false');
  await expect
    .element(row.getByRole('link', { name: 'ncsa.wordcount' }))
    .toHaveAttribute('href', '/extractors/ncsa.wordcount');
});

test('a click that ends a selection of text opens nothing', async () => {
  await renderExample(WithJobs);
  const row = wordCount();
  const error = row.getByText(/No space left on device/);
  document.getSelection()?.selectAllChildren(error.element());
  error.element().dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await expect.element(row).toHaveAttribute('aria-expanded', 'false');
  document.getSelection()?.removeAllRanges();
});

test('Enter opens a row, and Home and End lead to the first and the last', async () => {
  await renderExample(WithJobs);
  const row = wordCount();
  (row.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(row).toHaveAttribute('aria-expanded', 'true');
  await userEvent.keyboard('{End}');
  const last = keyOfFocus();
  await userEvent.keyboard('{ArrowDown}');
  expect(keyOfFocus()).toBe(last);
  await userEvent.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement?.getAttribute('aria-level')).toBe('1');
  expect(document.activeElement?.getAttribute('aria-posinset')).toBe('1');
});

test('a search and a state narrow the rows, and all come back', async () => {
  await renderExample(WithJobs);
  await page.getByRole('searchbox', { name: 'Find in extractions' }).fill('no such text');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: /^Lost/ }).click();
  await expect.poll(rows).toBe(2);
  await page.getByRole('button', { name: /^All/ }).click();
  await expect.poll(rows).toBe(5);
});
