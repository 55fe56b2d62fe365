import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { at } from '../jobs/builders.ts';
import { aWatch } from '../notifications/builders.ts';
import { anOperation } from './builders.ts';
import { OperationsIndicator } from './operations-indicator.tsx';
import { AllEnded, None, OneRunning } from './operations-menu.gallery.tsx';

test('without operations there is no button', async () => {
  await renderExample(None);
  expect(page.getByRole('button').elements()).toEqual([]);
});

test('the list opens by keyboard, and returns the focus when it closes', async () => {
  await renderExample(OneRunning);
  const button = page.getByRole('button', { name: '1 running operation' });
  await expect.element(button).toBeVisible();
  await userEvent.tab();
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('60 of 140 jobs resubmitted')).toBeVisible();
  await expect.element(page.getByText(/^It waits: 2,000 jobs of operations/)).toBeVisible();
  await expect.element(page.getByRole('progressbar')).toBeVisible();
  await expect.element(button).not.toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(button).toHaveFocus();
  await expect.element(button).toHaveAttribute('aria-expanded', 'false');
});

test('one that runs can be stopped', async () => {
  let operation = anOperation();
  const stopOperation = () => {
    operation = anOperation({ state: 'stopped', finished_at: at(2000), reason: 'Stopped by Ana Ruiz.' });
    return operation;
  };
  const listOperations = () => ({ items: [operation], next: null });
  await renderExample(example(<OperationsIndicator />, { listOperations, stopOperation }));
  await userEvent.click(page.getByRole('button', { name: '1 running operation' }));
  await userEvent.click(page.getByRole('button', { name: 'Stop' }));
  await expect.element(page.getByText('Stopped by Ana Ruiz. 80 of 140 were left as they are.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Operations of the last day' })).toBeVisible();
});

test('of one that runs, its end can be told, and that taken back', async () => {
  const operation = anOperation();
  const watch = aWatch({ subject: { type: 'operation', id: operation.id, name: 'Resubmit jobs' } });
  const made: unknown[] = [];
  let items: (typeof watch)[] = [];
  await renderExample(
    example(<OperationsIndicator />, {
      listOperations: { items: [operation], next: null },
      listWatches: () => ({ items, offers_mail: false }),
      createWatch: (_: URLSearchParams, body: unknown) => {
        made.push(body);
        items = [watch];
        return watch;
      },
      deleteWatch: () => {
        items = [];
        return { status: 'success' as const };
      },
    }),
  );
  await userEvent.click(page.getByRole('button', { name: '1 running operation' }));
  await userEvent.click(page.getByRole('button', { name: 'Tell me when it has ended' }));
  await userEvent.click(page.getByRole('button', { name: 'Tell me no more' }));
  await expect.element(page.getByRole('button', { name: 'Tell me when it has ended' })).toBeVisible();
  expect(made).toEqual([{ operation_id: operation.id, outcomes: ['done'] }]);
});

test('one that has ended says what it did, for whom, and why jobs were left out', async () => {
  await renderExample(AllEnded);
  await userEvent.click(page.getByRole('button', { name: 'Operations of the last day' }));
  await expect.element(page.getByRole('heading', { name: '138 jobs were cancelled.' })).toBeVisible();
  await expect.element(page.getByText(/by Ben Okafor/)).toBeVisible();
  await userEvent.click(page.getByText('2 jobs left out', { exact: true }));
  await expect.element(page.getByText('2 jobs left out: It has ended.')).toBeVisible();
});
