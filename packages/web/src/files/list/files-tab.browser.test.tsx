import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Empty, Failed, Gallery, NothingFound, WithFiles } from './files-tab.gallery.tsx';

test('selected files are counted, and what can be done with them is beside', async () => {
  await renderExample(WithFiles);
  await userEvent.click(page.getByRole('checkbox', { name: 'Select measurements.csv' }));
  await userEvent.click(page.getByRole('checkbox', { name: 'Select report.pdf' }));
  await expect.element(page.getByText('2 selected')).toBeVisible();
  await expect
    .element(page.getByRole('link', { name: 'Download selected' }))
    .toHaveAttribute('href', '/api/datasets/d1/files/download?ids=f2%2Cf1');
  await userEvent.click(page.getByRole('button', { name: 'Select all 3' }));
  await expect.element(page.getByText('3 selected')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Clear the selection' }));
  await expect.element(page.getByText('3 files, 112 kB')).toBeVisible();
});

test('rows are reached by one Tab, then by arrow keys, and selected by the space bar', async () => {
  await renderExample(WithFiles);
  await expect.element(page.getByRole('row', { name: /measurements/ })).toBeVisible();
  const rows = [...document.querySelectorAll<HTMLElement>('tbody [data-row]')];
  expect(rows.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
  rows[0]?.focus();
  await userEvent.keyboard(' {ArrowDown}{ArrowDown}{Shift>} {/Shift}');
  await expect.element(page.getByText('3 selected')).toBeVisible();
});

test('a chip shows the files of a state, and no files are explained', async () => {
  await renderExample(NothingFound);
  await expect.element(page.getByRole('heading', { name: 'No matching files' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^Failed/ })).toHaveAttribute('aria-pressed', 'true');
  await userEvent.click(page.getByRole('button', { name: 'Show all files' }));
  await expect
    .element(page.getByRole('button', { name: 'All files', exact: true }))
    .toHaveAttribute('aria-pressed', 'true');
});

test('a gallery shows files by their thumbnails', async () => {
  await renderExample(Gallery);
  await expect.element(page.getByRole('list', { name: 'Files' })).toBeVisible();
  await userEvent.click(page.getByRole('checkbox', { name: 'Select report.pdf' }));
  await expect.element(page.getByText('1 selected')).toBeVisible();
});

test('on a phone, the text of the drop zone keeps a distance to its border', async () => {
  await page.viewport(390, 844);
  onTestFinished(() => page.viewport(1280, 800));
  await renderExample(WithFiles);
  const text = page.getByText('Drop files here or').element();
  const icon = text.previousElementSibling?.getBoundingClientRect();
  const inner = text.getBoundingClientRect();
  const border = text.parentElement?.getBoundingClientRect();
  expect(inner.height, 'the text has two lines').toBeGreaterThan(30);
  expect((icon?.left ?? 0) - (border?.left ?? 0)).toBeGreaterThanOrEqual(8);
  expect(inner.top - (border?.top ?? 0)).toBeGreaterThanOrEqual(4);
  expect((border?.bottom ?? 0) - inner.bottom).toBeGreaterThanOrEqual(4);
});

test('each extractor has a link to its latest job, in the order of names', async () => {
  await renderExample(WithFiles);
  const row = page.getByRole('row', { name: /third-core/ });
  const links = row.getByRole('link').elements().slice(1);
  expect(links.map((link) => link.getAttribute('aria-label'))).toEqual([
    'file-digest: Running',
    'image-preview: Done, 7.1 s',
    'word-count: Skipped',
  ]);
});

test('an empty dataset says what to do', async () => {
  await renderExample(Empty);
  await expect.element(page.getByRole('heading', { name: 'No files yet' })).toBeVisible();
});

test('a failed request is explained and can be repeated', async () => {
  await renderExample(Failed);
  await expect.element(page.getByRole('alert')).toHaveTextContent('The database does not answer.');
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});
