import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { Done, FailedJob, LongNames, Running, StoppedInChain } from './job-view.gallery.tsx';

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

test('a failed job offers the command that takes it home, and one that is done does not', async () => {
  await renderExample(StoppedInChain);
  await expect.element(page.getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(page.getByRole('button', { name: 'Copy pull command' }).elements()).toHaveLength(0);
  await renderExample(FailedJob);
  await expect.element(page.getByRole('button', { name: 'Copy pull command' })).toBeVisible();
});

test('a running job can be cancelled', async () => {
  await renderExample(Running);
  await expect.element(page.getByRole('button', { name: 'Cancel job' })).toBeVisible();
});

test('what the job made is listed with links, and with the attempt that made it', async () => {
  await renderExample(Done);
  const preview = page.getByRole('link', { name: 'Depth profile' });
  await expect.element(preview).toHaveAttribute('href', '/files/f1');
  await expect.element(page.getByText('Preview · attempt 2 · instance 000081c2 · version 2.0')).toBeVisible();
  await expect.element(page.getByText('Tag · version 2.0 or 3.1')).toBeVisible();
});

test('the message is loaded when it is asked for, without its credential', async () => {
  await renderExample(Done);
  await userEvent.click(page.getByRole('button', { name: 'Show the message' }));
  await expect.element(page.getByText('"secretKey": "hidden"')).toBeVisible();
});

test('a message of several lines keeps them while lines are not wrapped', async () => {
  await renderExample(Done);
  const message = page.getByText('out of memory').last();
  await expect.element(message).toBeVisible();
  expect(getComputedStyle(message.element()).whiteSpace).toMatch(/^pre/);
});

test('the job says how many lines were dropped, and whose clock is wrong', async () => {
  await renderExample(LongNames);
  await expect
    .element(page.getByText(/dropped 1,204 lines of level info: the server took none for 12 s/))
    .toBeVisible();
  await expect.element(page.getByText(/clock is about 1 h behind/)).toBeVisible();
});

test.each([1280, 390])('names of 255 bytes make no page wider than %i pixels', async (width) => {
  await page.viewport(width, 900);
  await renderExample(LongNames);
  await expect.element(page.getByRole('button', { name: 'Show the message' })).toBeInTheDocument();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});

test('a job that was stopped in a chain says why, and links to the jobs before it', async () => {
  await renderExample(StoppedInChain);
  await expect
    .element(page.getByText(/its extractor ran 3 times before in this chain/).first())
    .toBeVisible();
  for (const extractor of ['ncsa.ocr', 'ncsa.translate'])
    await expect.element(page.getByRole('link', { name: new RegExp(extractor) })).toBeVisible();
});
