import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { AllDone, DatasetCreated, JobsWatched, NothingDone } from './first-steps.gallery.tsx';

beforeEach(() => localStorage.clear());

const next = () =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByText('To do:') })
    .first();

test('the steps lead from a dataset to an extractor, the next one is marked', async () => {
  await renderExample(NothingDone);
  expect(page.getByRole('listitem').all()).toHaveLength(4);
  await expect.element(next()).toHaveTextContent('Create a dataset');
});

test('where there is a dataset, the next step leads to it', async () => {
  await renderExample(DatasetCreated);
  await expect.element(next()).toHaveTextContent('Upload a file');
  const upload = page.getByRole('link', { name: 'Upload' }).element();
  expect(upload.getAttribute('href')).toContain('/datasets/d1');
});

test('the last step leads to the page that helps to write an extractor', async () => {
  await renderExample(JobsWatched);
  await expect.element(next()).toHaveTextContent('Write your extractor');
  const write = page.getByRole('link', { name: 'Write an extractor' }).element();
  expect(write.getAttribute('href')).toBe('/extractors/new');
});

test('once an extractor has called, or when they are hidden, the steps are gone', async () => {
  await renderExample(AllDone);
  expect(page.getByRole('region', { name: 'First steps' }).query()).toBeNull();
  await renderExample(NothingDone);
  await userEvent.click(page.getByRole('button', { name: 'Hide' }));
  expect(page.getByRole('region', { name: 'First steps' }).query()).toBeNull();
});
