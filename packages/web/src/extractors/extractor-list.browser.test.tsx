import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { Several } from './extractor-list.gallery.tsx';

test('one row is in the order of the Tab key, and the arrow keys move between rows', async () => {
  await renderExample(Several);
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByRole('row', { name: /ncsa\.ocr/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('row', { name: /ncsa\.video/ })).toHaveFocus();
  expect(document.querySelectorAll('tbody [tabindex="0"]')).toHaveLength(1);
});

test('a click anywhere in a row opens its extractor', async () => {
  await renderExample(Several);
  let opened = 0;
  page
    .getByRole('link', { name: 'ncsa.ocr' })
    .element()
    .addEventListener('click', () => {
      opened += 1;
    });
  await userEvent.click(page.getByRole('cell', { name: '1,204' }));
  expect(opened).toBe(1);
});

test('an extractor whose dispatch is paused says so', async () => {
  await renderExample(Several);
  await expect.element(page.getByRole('row', { name: /ncsa\.ocr/ })).toHaveTextContent('Dispatch paused');
});
