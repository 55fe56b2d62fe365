import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { TwoAttempts } from './compare-view.gallery.tsx';

const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name });

test('facts and lines that differ are marked, and equal lines are folded', async () => {
  await renderExample(TwoAttempts);
  await expect.element(rowOf('Version').getByText('differs')).toBeVisible();
  await expect.element(rowOf('1.9').getByText('2.0')).toBeVisible();
  await expect.element(page.getByText('Different: 2 lines of 34.')).toBeVisible();
  await expect.element(page.getByText('Wrote 30 pages.')).toBeVisible();
  await expect.element(page.getByText('Read page 5 of 30.')).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('button', { name: /equal lines$/ }));
  await expect.element(page.getByText('Read page 5 of 30.').first()).toBeVisible();
});

test('all facts are shown on request', async () => {
  await renderExample(TwoAttempts);
  await expect.element(rowOf('Extractor').first()).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('switch', { name: 'Only differences' }));
  await expect.element(rowOf('plot-07-soil-cores.txt')).toBeVisible();
});
