import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import {
  Jsonform,
  OtherTypes,
  PropertyMap,
  submitted,
  UnknownExtractor,
} from './parameters-dialog.gallery.tsx';

beforeEach(() => {
  submitted.length = 0;
});

const resubmit = () => userEvent.click(page.getByRole('button', { name: 'Resubmit' }));

const json = (): unknown =>
  JSON.parse((page.getByLabelText('Parameters, as JSON').element() as HTMLTextAreaElement).value);

test.each([
  ['a property map', PropertyMap],
  ['jsonform', Jsonform],
])('the form of %s begins with the parameters of the job, and keeps others', async (_, example) => {
  await renderExample(example);
  await expect.element(page.getByLabelText('Title of the report')).toHaveValue('Cores of May');
  await userEvent.fill(page.getByLabelText('Depth'), '20');
  await resubmit();
  await expect.poll(() => submitted).toEqual([{ title: 'Cores of May', depth: 20, note: 'kept' }]);
});

test('an error is shown beside its field, and nothing is sent', async () => {
  await renderExample(PropertyMap);
  await userEvent.fill(page.getByLabelText('Depth'), '51');
  await resubmit();
  await expect.element(page.getByText('At most 50.')).toBeVisible();
  expect(submitted).toEqual([]);
});

test.each([
  ['that do not fit the form', OtherTypes],
  ['of an unknown extractor', UnknownExtractor],
])('parameters %s are edited as JSON', async (_, example) => {
  await renderExample(example);
  await expect.element(page.getByLabelText('Parameters, as JSON')).toBeVisible();
  expect(json()).toEqual({ title: 'Cores of May', depth: 12, note: 'kept' });
  await resubmit();
  await expect.poll(() => submitted).toEqual([{ title: 'Cores of May', depth: 12, note: 'kept' }]);
});
