import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { OneChosen, OTHER, TwoAttempts } from './compare-view.gallery.tsx';

const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name });

test('facts and lines that differ are marked, and equal lines are folded', async () => {
  await renderExample(TwoAttempts);
  await expect.element(rowOf('Version').getByText('differs')).toBeVisible();
  await expect.element(rowOf('1.9').getByText('2.0')).toBeVisible();
  await expect.element(page.getByText('Different: 2 lines of 34.')).toBeVisible();
  await expect.element(page.getByText('Wrote 30 pages.')).toBeVisible();
  await expect.element(page.getByText('Read page 5 of 30.')).not.toBeInTheDocument();
  const outputs = page.getByRole('region', { name: 'Outputs' });
  await expect.element(outputs.getByText('84.0 kB, SHA-256 aaaaaaaaaaaa')).toBeVisible();
  await expect.element(outputs.getByText('84.0 kB, SHA-256 bbbbbbbbbbbb')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: /equal lines$/ }));
  await expect.element(page.getByText('Read page 5 of 30.').first()).toBeVisible();
});

test('all facts are shown on request', async () => {
  await renderExample(TwoAttempts);
  await expect.element(rowOf('Extractor').first()).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('switch', { name: 'Only differences' }));
  await expect.element(rowOf('plot-07-soil-cores.txt')).toBeVisible();
});

test('the other job is chosen among the latest of the extractor, or by its address', async () => {
  await renderExample(OneChosen);
  const other = page.getByRole('link', { name: 'Compare with job' });
  await expect.element(other).toHaveAttribute('href', expect.stringContaining(`right=${OTHER}`));
  expect(other.elements()).toHaveLength(1);
  const field = page.getByRole('textbox', { name: 'Id or address of another job' });
  await userEvent.fill(field, 'not a job');
  await userEvent.click(page.getByRole('button', { name: 'Compare' }));
  await expect.element(page.getByText('This is no id or address of a job.')).toBeVisible();
  await userEvent.fill(field, `http://127.0.0.1:9000/jobs/${OTHER}?tab=log#l7`);
  await userEvent.click(page.getByRole('button', { name: 'Compare' }));
  await expect.element(page.getByText('This is no id or address of a job.')).not.toBeInTheDocument();
});
