import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import {
  Empty,
  Heard,
  NameOfAPage,
  NotHeardForLong,
  Python,
  TrialDone,
  TrialFailed,
  WaitsForApproval,
  WrongName,
  WrongTypes,
} from './first-extractor.gallery.tsx';

const script = () => page.getByRole('figure', { name: 'The script' });
const commands = () => page.getByRole('figure', { name: 'The commands' });

test('the script and the commands have the name, the types and the address of this server', async () => {
  await renderExample(Empty);
  await expect.element(script()).toHaveTextContent('name=ana.line-count');
  await expect.element(commands()).toHaveTextContent(`PAWPRINT_URL=${location.origin}`);
  await expect.element(page.getByText('Waiting to hear from ana.line-count…')).toBeVisible();
});

test('a key that is made stands in the commands, and is said to be shown only now', async () => {
  await renderExample(Empty);
  await expect.element(commands()).toHaveTextContent('PAWPRINT_KEY=your-key');
  await userEvent.click(page.getByRole('button', { name: 'Make a key' }));
  await expect.element(commands()).toHaveTextContent('PAWPRINT_KEY=pp_7f3a51c09e2b4d6688aa');
  await expect.element(page.getByText(/It is shown only now/)).toBeVisible();
});

test('each language is a link, so that the address remembers it', async () => {
  await renderExample(Python);
  await expect.element(script()).toHaveTextContent('NAME = "ana.line-count"');
  const tab = page.getByRole('tab', { name: 'TypeScript' }).element();
  expect(tab.getAttribute('href')).toContain('tab=typescript');
});

test('what is no name, or no type, is said in place of the script', async () => {
  await renderExample(WrongName);
  await expect.element(page.getByText(/letters, digits, dots/)).toBeVisible();
  expect(script().query()).toBeNull();
  await renderExample(NameOfAPage);
  await expect.element(page.getByText(/name of a page here/)).toBeVisible();
  await renderExample(WrongTypes);
  await expect.element(page.getByText(/png is no MIME type/)).toBeVisible();
});

test('an extractor that is heard is said to run, and runs on the newest file that it wants', async () => {
  await renderExample(Heard);
  await expect.element(page.getByText(/ana.line-count is running: version 1.0.0, 1 instance/)).toBeVisible();
  await expect.element(page.getByRole('combobox', { name: 'File' })).toHaveValue('f1');
  expect(page.getByRole('option', { name: /notes.txt/ }).query()).toBeNull();
});

test('nothing can be run before the extractor is heard', async () => {
  await renderExample(Empty);
  const run = page.getByRole('button', { name: 'Run ana.line-count' });
  await expect.element(run).toHaveAttribute('aria-disabled', 'true');
});

test('what to check is said where nothing is heard for long', async () => {
  await renderExample(NotHeardForLong);
  await expect.element(page.getByText(/Is the script running/)).toBeVisible();
});

test('an extractor that waits for approval says so', async () => {
  await renderExample(WaitsForApproval);
  await expect.element(page.getByText(/waits for an operator’s approval/)).toBeVisible();
});

const stateOfTrial = () => page.getByRole('status', { name: 'State of the trial' });

test('the trial shows its state and its log', async () => {
  await renderExample(TrialDone);
  await expect.element(stateOfTrial()).toHaveTextContent('Done');
  await expect
    .element(page.getByRole('region', { name: 'Log of the job' }))
    .toHaveTextContent('50% Counting.');
});

test('a trial that failed says why', async () => {
  await renderExample(TrialFailed);
  await expect.element(stateOfTrial()).toHaveTextContent('no such table');
});
