import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Sampled, WithJobs } from './timeline-tab.gallery.tsx';

test('arrow keys go from bar to bar, and say what each is', async () => {
  await renderExample(WithJobs);
  const chart = page.getByRole('application');
  await expect.element(chart).toBeVisible();
  await userEvent.tab();
  while (document.activeElement !== chart.element()) await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}{ArrowDown}');
  await expect
    .element(page.getByText(/plot-07-soil-cores.txt: (Done|Failed|Lost), waited .+, ran/))
    .toBeVisible();
});

test('a table has the jobs of the chart', async () => {
  await renderExample(WithJobs);
  await userEvent.click(page.getByText('Show as a table'));
  await expect.element(page.getByRole('cell', { name: 'Waiting', exact: true })).toBeVisible();
  expect(page.getByRole('row').elements().length).toBe(42);
});

test('a part of the time says that jobs are left out, and leads back to all', async () => {
  await renderExample(Sampled);
  await expect.element(page.getByText(/Zoom in to see all/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'All time' })).toBeEnabled();
});
