import { ApiError } from '@pawprint/protocol/client';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { ChangeableHead, ReadOnly } from './in-place.gallery.tsx';
import type { NamedChange } from './in-place-editing.ts';
import type { Named } from './name-form.tsx';

const SOIL: Named = { name: 'Soil', description: 'Dry cores.' };

/** A head that shows what was saved; the first answers may be refusals. */
const renderHead = async ({ refusals = [] as Error[], named = SOIL } = {}) => {
  const saved: NamedChange[] = [];
  const Stored = () => {
    const [stored, setStored] = useState(named);
    const save = async (change: NamedChange): Promise<void> => {
      saved.push(change);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      setStored({ ...stored, ...change });
    };
    return (
      <>
        <ChangeableHead named={stored} onSave={save} />
        <button type="button">Elsewhere</button>
      </>
    );
  };
  await renderExample(example(<Stored />));
  return saved;
};

const field = (name: string | RegExp = /^Name of|^Description of/) => page.getByRole('textbox', { name });
const button = (name: string) => page.getByRole('button', { name });
const heading = page.getByRole('heading', { level: 1 });

test('a name is changed by keyboard, and the focus stays where it was', async () => {
  const saved = await renderHead();
  await userEvent.tab();
  await expect.element(button('Rename the dataset')).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(field('Name of the dataset')).toHaveFocus();
  await userEvent.keyboard(' cores{Enter}');
  await expect.element(heading).toHaveTextContent('Soil cores');
  await expect.element(button('Rename the dataset')).toHaveFocus();
  await expect.element(page.getByRole('status')).toHaveTextContent('The name was changed.');
  expect(saved).toEqual([{ name: 'Soil cores' }]);
});

test('a click on the text begins, Escape gives up, and nothing is saved', async () => {
  const saved = await renderHead();
  await userEvent.click(page.getByText('Soil', { exact: true }));
  await userEvent.keyboard(' cores{Escape}');
  await expect.element(heading).toHaveTextContent('Soil');
  await expect.element(button('Rename the dataset')).toHaveFocus();
  await userEvent.click(page.getByText('Soil', { exact: true }));
  await userEvent.click(button('Elsewhere'));
  await expect.element(field()).not.toBeInTheDocument();
  expect(saved).toEqual([]);
});

test('leaving the field saves what was changed', async () => {
  const saved = await renderHead();
  await userEvent.click(page.getByText('Dry cores.'));
  await userEvent.keyboard('{Enter}Of May.');
  await userEvent.click(button('Elsewhere'));
  await expect.element(page.getByText('Of May.')).toBeVisible();
  await expect.element(field()).not.toBeInTheDocument();
  await expect.element(button('Elsewhere')).toHaveFocus();
  expect(saved).toEqual([{ description: 'Dry cores.\nOf May.' }]);
});

test('a description is added where there is none, and Ctrl and Enter save it', async () => {
  const saved = await renderHead({ named: { name: 'Soil', description: '' } });
  await userEvent.click(button('Add a description'));
  await userEvent.keyboard('Cores{Control>}{Enter}{/Control}');
  await expect.element(button('Change the description of the dataset')).toHaveFocus();
  expect(saved).toEqual([{ description: 'Cores' }]);
});

test('an empty name is refused in its place', async () => {
  const saved = await renderHead();
  await userEvent.click(button('Rename the dataset'));
  await userEvent.clear(field());
  await userEvent.keyboard('  {Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('A dataset needs a name.');
  await expect.element(field()).toBeInvalid();
  await userEvent.keyboard('Loam{Enter}');
  await expect.element(heading).toHaveTextContent('Loam');
  expect(saved).toEqual([{ name: 'Loam' }]);
});

test('after an error the field keeps what was typed, and can be saved again', async () => {
  const refusals = [new ApiError(503, 'unavailable', 'The database does not answer.')];
  const saved = await renderHead({ refusals });
  await userEvent.click(button('Rename the dataset'));
  await userEvent.keyboard(' cores{Enter}');
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('It was not saved. The database does not answer.');
  await expect.element(field()).toHaveFocus();
  await expect.element(field()).toHaveValue('Soil cores');
  await userEvent.keyboard('{Enter}');
  await expect.element(heading).toHaveTextContent('Soil cores');
  expect(saved).toHaveLength(2);
});

test.each(['Soil', 'Soil '.repeat(80).trim()])('the field is as large as the text: %s', async (name) => {
  await renderHead({ named: { name, description: 'Dry cores.\nOf May.' } });
  const measure = () => {
    const { top, height } = document.querySelector('h1')?.getBoundingClientRect() ?? new DOMRect();
    return { top, height, page: document.querySelector('main')?.scrollHeight };
  };
  const before = measure();
  await userEvent.click(button('Rename the dataset'));
  await expect.element(field()).toHaveFocus();
  expect(measure()).toEqual(before);
  await userEvent.keyboard('{Escape}');
  await userEvent.click(button('Change the description of the dataset'));
  await expect.element(field()).toHaveFocus();
  expect(measure()).toEqual(before);
});

test('while a name is being saved, the description can be begun', async () => {
  let resolve = (): void => undefined;
  const onSave = () => new Promise<void>((saved) => (resolve = saved));
  await renderExample(example(<ChangeableHead named={SOIL} onSave={onSave} />));
  await userEvent.click(button('Rename the dataset'));
  await userEvent.keyboard(' cores{Enter}');
  await userEvent.click(page.getByText('Dry cores.'));
  await expect.element(field('Description of the dataset')).toHaveFocus();
  resolve();
  await expect.element(field('Name of the dataset')).not.toBeInTheDocument();
  await expect.element(field('Description of the dataset')).toHaveFocus();
});

test('without the right there is nothing to press', async () => {
  await renderExample(ReadOnly);
  await expect.element(heading).toHaveTextContent('Prairie soil cores');
  await expect.element(page.getByRole('button')).not.toBeInTheDocument();
  await userEvent.click(page.getByText('Prairie soil cores'));
  await expect.element(field()).not.toBeInTheDocument();
});
