import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { ManyFiles, NewFiles, SomeColumns, WithJobsOnTheDataset } from './grid-tab.gallery.tsx';

const focusedPlace = () => document.activeElement?.getAttribute('data-place');
const cells = () => document.querySelectorAll('tbody td').length;
const selected = () => document.querySelectorAll('[aria-selected=true]').length;

const focusFirstRow = async (): Promise<void> => {
  await expect.element(page.getByRole('rowheader').first()).toBeVisible();
  await userEvent.click(page.getByText('File', { exact: true }));
  await userEvent.keyboard('{ArrowDown}');
};

test('of 5,000 files only the rows in sight are in the DOM, from any place of the list', async () => {
  await renderExample(ManyFiles);
  await expect.element(page.getByText('plot-5000-soil-cores.txt')).toBeVisible();
  expect(cells()).toBeGreaterThan(20);
  expect(cells()).toBeLessThan(300);
  await focusFirstRow();
  await userEvent.keyboard('{Control>}{End}{/Control}');
  await expect.element(page.getByText('plot-1-overview.tif')).toBeVisible();
  await expect.poll(focusedPlace).toBe('4999 3');
  expect(cells()).toBeLessThan(300);
});

test('Tab stops at one place of the grid', async () => {
  await renderExample(ManyFiles);
  await expect.poll(cells).toBeGreaterThan(0);
  page
    .getByRole('button', { name: /^Extractors/ })
    .element()
    .focus();
  await userEvent.tab();
  expect(focusedPlace()).toBe('0 -1');
});

test('arrow keys move one focus through head, names and cells', async () => {
  await renderExample(ManyFiles);
  await focusFirstRow();
  expect(focusedPlace()).toBe('0 -1');
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}');
  expect(focusedPlace()).toBe('1 1');
  await userEvent.keyboard('{Control>}{ArrowUp}{/Control}{ArrowUp}');
  expect(focusedPlace()).toBe('-1 1');
  expect(document.querySelectorAll('[data-place][tabindex="0"]')).toHaveLength(1);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('menuitem', { name: 'Run what is missing…' })).toBeVisible();
});

test('Shift and arrows select a rectangle, and Escape clears it', async () => {
  await renderExample(ManyFiles);
  await focusFirstRow();
  await userEvent.keyboard('{ArrowRight}{Shift>}{ArrowDown}{ArrowDown}{ArrowRight}{/Shift}');
  expect(selected()).toBe(6);
  await expect.element(page.getByText('6 cells selected')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Resubmit failed…' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(selected()).toBe(0);
});

test('a drag selects a rectangle and opens no job', async () => {
  await renderExample(ManyFiles);
  await expect.element(page.getByRole('gridcell').first()).toBeVisible();
  const [from, to] = ['[data-place="1 0"]', '[data-place="3 1"]'].map((place) =>
    document.querySelector(place),
  );
  if (!from || !to) throw new Error('the cells are not in the DOM');
  await userEvent.dragAndDrop(from, to);
  expect(selected()).toBe(6);
});

test('the dataset itself is the first row where extractors have run on it', async () => {
  await renderExample(WithJobsOnTheDataset);
  const row = page.getByRole('row', { name: /The dataset itself/ });
  await expect.element(row.getByText('Failed')).toBeVisible();
});

test('new files wait behind a button', async () => {
  await renderExample(NewFiles);
  await expect.element(page.getByRole('button', { name: '2 new files' })).toBeVisible();
});

const columnHeads = () => [...document.querySelectorAll('thead th')].length - 1;

test('chosen extractors are the only columns, and a menu changes them', async () => {
  await renderExample(SomeColumns);
  await expect.poll(columnHeads).toBe(2);
  await userEvent.click(page.getByRole('button', { name: 'Extractors 2 of 4' }));
  const item = (name: string) => page.getByRole('menuitemcheckbox', { name });
  await expect.element(item('rig.slow')).toBeChecked();
  await expect.element(item('ncsa.image.preview')).not.toBeChecked();
  await userEvent.click(item('rig.slow'));
  await expect.poll(columnHeads).toBe(1);
  await expect.element(item('ncsa.wordcount')).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(item('ncsa.image.preview'));
  await expect.element(page.getByRole('button', { name: 'Extractors 2 of 4' })).toBeVisible();
});
