import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import {
  NotCounted,
  NothingToCancel,
  RemoveOutputs,
  Resubmit,
  ResubmitFew,
  RunMissing,
  Waiting,
} from './operation-dialog.gallery.tsx';

const press = (name: string) => userEvent.click(page.getByRole('button', { name, exact: true }));

test('the numbers come first, with what is left out and why', async () => {
  await renderExample(Resubmit);
  await expect.element(page.getByText('140 failed or lost jobs will be resubmitted.')).toBeVisible();
  await expect.element(page.getByText('and 138 more.')).toBeVisible();
  await expect
    .element(page.getByRole('list', { name: 'Left out' }))
    .toHaveTextContent('12 jobs left out: It was resubmitted before; the newer job counts.');
  await expect.element(page.getByRole('button', { name: 'Close' }).last()).toHaveFocus();
});

test('progress is shown, and can be stopped', async () => {
  await renderExample(Resubmit);
  await press('Resubmit 140 jobs');
  await expect.element(page.getByText('60 of 140 jobs resubmitted')).toBeVisible();
  await expect.element(page.getByRole('progressbar')).toBeVisible();
  await press('Stop');
  await expect.element(page.getByRole('heading', { name: '60 jobs were resubmitted.' })).toBeVisible();
  await expect.element(page.getByText('Stopped by Ana Ruiz. 80 of 140 were left as they are.')).toBeVisible();
});

test('what jobs made is counted by kind before it is removed', async () => {
  await renderExample(RemoveOutputs);
  await expect.element(page.getByText('What 140 jobs made will be removed for good.')).toBeVisible();
  await expect.element(page.getByText('1,402 metadata documents, 1 file, 12 tags.')).toBeVisible();
  await press('Remove outputs of 140 jobs');
  await expect
    .element(page.getByRole('heading', { name: 'The outputs of 140 jobs were removed.' }))
    .toBeVisible();
});

test('why it waits is said', async () => {
  await renderExample(Waiting);
  await expect.element(page.getByText('2,100 of 100,000 jobs resubmitted')).toBeVisible();
  await expect
    .element(page.getByText('It waits: 2,000 jobs of operations are still waiting for ncsa.wordcount.'))
    .toBeVisible();
});

test('the summary has the focus', async () => {
  await renderExample(ResubmitFew);
  await press('Resubmit 140 jobs');
  const summary = page.getByRole('heading', { name: '140 jobs were resubmitted.' });
  await expect.element(summary).toBeVisible();
  await expect.poll(() => document.activeElement?.contains(summary.element())).toBe(true);
});

test('other parameters are checked before anything is started', async () => {
  await renderExample(Resubmit);
  await userEvent.click(page.getByRole('checkbox', { name: /other parameters/ }));
  await expect.element(page.getByLabelText('Depth')).toHaveValue('10');
  await userEvent.fill(page.getByLabelText('Depth'), '51');
  await press('Resubmit 140 jobs');
  await expect.element(page.getByText('At most 50.')).toBeVisible();
  await userEvent.fill(page.getByLabelText('Depth'), '20');
  await press('Resubmit 140 jobs');
  await expect.element(page.getByText('60 of 140 jobs resubmitted')).toBeVisible();
});

test('with nothing to do, there is nothing to press but Close', async () => {
  await renderExample(NothingToCancel);
  await expect.element(page.getByText('No job is waiting.')).toBeVisible();
  expect(page.getByRole('button', { name: /^Cancel/ }).elements()).toEqual([]);
});

test('a failed count says why, and can be tried again', async () => {
  await renderExample(NotCounted);
  await expect.element(page.getByText('It could not be counted.')).toBeVisible();
});

test('what is missing is counted once an extractor is chosen', async () => {
  await renderExample(RunMissing);
  expect(page.getByRole('button', { name: /^Submit/ }).elements()).toEqual([]);
  await userEvent.selectOptions(page.getByLabelText('Extractor'), 'ncsa.wordcount');
  await userEvent.selectOptions(page.getByLabelText(/A file is done/), '2.0 or newer');
  await expect
    .element(page.getByText('One that was skipped at the limit of a chain is not done.'))
    .toBeVisible();
  await userEvent.click(page.getByRole('checkbox', { name: 'Also files done by an unknown version' }));
  await press('Submit 140 files');
  await expect.element(page.getByText('60 of 140 files submitted')).toBeVisible();
});
