import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { Listed } from './people-panel.gallery.tsx';

const choose = async (act: string): Promise<void> => {
  await userEvent.click(page.getByRole('button', { name: 'More actions for Ben Okafor' }));
  await userEvent.click(page.getByRole('menuitem', { name: act }));
};

test('a role that cannot be changed stays as it is, with the reason', async () => {
  await renderExample(Listed);
  const role = page.getByRole('combobox', { name: 'Role of Ana Ruiz' });
  await userEvent.selectOptions(role, 'user');
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent(/The role of Ana Ruiz was not changed\. This is/);
  await expect.element(role).toHaveValue('admin');
});

test('nobody is offered to ban or delete themselves', async () => {
  await renderExample(Listed);
  await userEvent.click(page.getByRole('button', { name: 'More actions for Ana Ruiz' }));
  await expect.element(page.getByRole('menuitem', { name: 'Sign out everywhere…' })).toBeVisible();
  expect(page.getByRole('menuitem', { name: /Ban|Delete/ }).elements()).toEqual([]);
});

test('a link for a new password is shown once it is made', async () => {
  await renderExample(Listed);
  await choose('Link for a new password…');
  await userEvent.click(page.getByRole('button', { name: 'Make the link' }));
  await expect.element(page.getByText(/^https:\/\/pawprint\.example\.org\/new-password#/)).toBeVisible();
  await expect.element(page.getByText(/this server sends no mail/)).toBeVisible();
});

test('before an account is deleted it is said what becomes of its data', async () => {
  await renderExample(Listed);
  await choose('Delete…');
  await expect
    .element(page.getByRole('dialog'))
    .toHaveTextContent(/Their 12 datasets are kept without an owner/);
  await expect
    .element(page.getByRole('dialog'))
    .toHaveTextContent(/Their 2 keys and 1 private extractor are deleted\./);
});
