import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { Form, Refused } from './submit-file-dialog.gallery.tsx';

const submit = () => userEvent.click(page.getByRole('button', { name: 'Submit', exact: true }));

test('the focus moves to the first input with an error', async () => {
  await renderExample(Form);
  await submit();
  await expect.element(page.getByText('Choose an extractor.')).toBeVisible();
  await expect.element(page.getByRole('radio', { name: /wordcount/ })).toHaveFocus();
  await userEvent.click(page.getByRole('radio', { name: /ncsa\.report/ }));
  await userEvent.fill(page.getByLabelText('Depth'), '51');
  await submit();
  await expect.element(page.getByText('Required.', { exact: true })).toBeVisible();
  await expect.element(page.getByText('At most 50.')).toBeVisible();
  await expect.element(page.getByLabelText('Title of the report')).toHaveFocus();
});

test.each([
  ['ncsa.ocr', 'switched off'],
  ['ncsa.faces', 'switched off in its space'],
  ['ncsa.new', 'waiting for approval'],
])('%s cannot be chosen: %s', async (name, why) => {
  await renderExample(Form);
  const option = page.getByRole('radio', { name: new RegExp(`${name}.*${why}$`) });
  await expect.element(option).toBeDisabled();
});

test('values of the fields are the start of the JSON', async () => {
  await renderExample(Form);
  await userEvent.click(page.getByRole('radio', { name: /ncsa\.report/ }));
  await userEvent.fill(page.getByLabelText('Title of the report'), 'Cores of May');
  await userEvent.click(page.getByText('JSON', { exact: true }));
  const json = page.getByLabelText('Parameters, as JSON').element();
  expect(JSON.parse((json as HTMLTextAreaElement).value)).toEqual({
    title: 'Cores of May',
    depth: 10,
    draft: false,
  });
});

test('after submitting, the result has the focus and links to the job', async () => {
  await renderExample(Form);
  await userEvent.click(page.getByRole('radio', { name: /wordcount/ }));
  await submit();
  await expect
    .element(page.getByRole('heading', { name: 'The file was submitted to ncsa.wordcount.' }))
    .toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Job c3ab61d9' })).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Submit another' }));
  await expect.element(page.getByRole('radio', { name: /wordcount/ })).toBeVisible();
});

test('a refusal keeps the form and says why', async () => {
  await renderExample(Refused);
  await userEvent.click(page.getByRole('radio', { name: /wordcount/ }));
  await submit();
  await expect
    .element(page.getByText('Nothing was submitted. The extractor has just been switched off.'))
    .toBeVisible();
  await expect.element(page.getByRole('radio', { name: /wordcount/ })).toBeChecked();
});
