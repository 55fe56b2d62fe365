import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { Superseded, Values } from './metadata-tab.gallery.tsx';

const group = () => page.getByRole('region', { name: 'pawprint.word-count' });

test('digits are grouped, units stand beside their values, and long texts are folded', async () => {
  await renderExample(Values);
  await expect.element(group()).toHaveTextContent(/lines1,234,567/);
  await expect.element(group()).toHaveTextContent(/depth12\.5 cm/);
  await userEvent.click(page.getByRole('button', { name: 'Show all 1,440 characters' }));
  expect(page.getByRole('button', { name: 'Show all 1,440 characters' }).query()).toBeNull();
});

test('each value can be copied by a button of its own', async () => {
  await renderExample(Values);
  await expect.element(page.getByRole('button', { name: 'Copy sha256' })).toBeInTheDocument();
  expect(page.getByRole('button', { name: 'Copy lines' }).elements()).toHaveLength(1);
  expect(page.getByRole('button', { name: 'Copy empty' }).query()).toBeNull();
});

test('what is different from the document before is listed by key', async () => {
  await renderExample(Values);
  const button = group().getByRole('button', { name: 'Changes' });
  await userEvent.click(button);
  const changes = page.getByRole('table', { name: 'Changes' });
  await expect.element(changes.getByRole('row', { name: /^lines.*12 1234567/ })).toBeVisible();
  await expect.element(changes.getByRole('row', { name: /^species\[1\]/ })).toBeVisible();
  expect(changes.getByRole('row', { name: /^species\[0\]/ }).query()).toBeNull();
  await userEvent.click(button);
  expect(page.getByRole('table', { name: 'Changes' }).query()).toBeNull();
});

test('a document of a superseded version is folded and marked, and the one before it is open', async () => {
  await renderExample(Superseded);
  await expect.element(group().getByText('12', { exact: true })).toBeVisible();
  await expect.element(group().getByText('13', { exact: true })).not.toBeVisible();
  await userEvent.click(group().getByText('1 earlier or superseded'));
  await expect.element(group().getByText('13', { exact: true })).toBeVisible();
  await expect.element(group().getByText('Superseded', { exact: true })).toBeVisible();
});

test('what a person wrote is edited in its fields, or as JSON where it has others', async () => {
  await renderExample(Values);
  const group = page.getByRole('region', { name: 'Ana Ruiz' });
  await expect.element(group.getByText('1 earlier', { exact: true })).toBeVisible();
  await userEvent.click(group.getByRole('button', { name: 'Edit' }).first());
  const dialog = page.getByRole('dialog', { name: 'Edit metadata' });
  await expect.element(dialog.getByRole('textbox', { name: 'Key 1' })).toHaveValue('site');
  await expect.element(dialog.getByRole('textbox', { name: 'Value 1' })).toHaveValue('North ridge');
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  await userEvent.click(group.getByRole('button', { name: 'Edit' }).last());
  await expect
    .element(page.getByRole('dialog', { name: 'Edit metadata' }).getByRole('textbox', { name: 'JSON' }))
    .toHaveValue(JSON.stringify({ weather: { rain: 'none' } }, null, 2));
});
