import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Done, Running } from './job-view.gallery.tsx';

const firstAttempt = () => page.getByRole('button', { name: /^Attempt 1, Failed/ });

test('a bar of the timeline shows only the events of its attempt', async () => {
  await renderExample(Done);
  await userEvent.click(firstAttempt());
  await expect.element(firstAttempt()).toHaveAttribute('aria-pressed', 'true');
  await expect.element(page.getByText(/Only attempt 1/)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(firstAttempt()).toHaveAttribute('aria-pressed', 'false');
});

test('the log shows what the extractor reported', async () => {
  await renderExample(Done);
  await expect.element(page.getByText('out of memory').first()).toBeVisible();
});

test('a running job can be cancelled', async () => {
  await renderExample(Running);
  await expect.element(page.getByRole('button', { name: 'Cancel job' })).toBeVisible();
});
