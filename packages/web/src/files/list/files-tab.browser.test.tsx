import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Empty, Failed, WithFiles } from './files-tab.gallery.tsx';

test('selected files are counted in place of the drop zone', async () => {
  await renderExample(WithFiles);
  await expect.element(page.getByText('Drop files here or')).toBeVisible();
  await userEvent.click(page.getByRole('checkbox', { name: 'Select measurements.csv' }));
  await userEvent.click(page.getByRole('checkbox', { name: 'Select report.pdf' }));
  await expect.element(page.getByText('2 files selected')).toBeVisible();
  expect(page.getByText('Drop files here or').query()).toBeNull();
  await userEvent.click(page.getByRole('button', { name: 'Clear' }));
  await expect.element(page.getByText('Drop files here or')).toBeVisible();
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

test('deleting a file asks for confirmation first', async () => {
  await renderExample(WithFiles);
  await userEvent.click(page.getByRole('button', { name: 'Delete measurements.csv' }));
  await expect.element(page.getByRole('dialog', { name: 'Delete measurements.csv?' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => page.getByRole('dialog').query()).toBeNull();
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
