import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import {
  ForgottenPassword,
  ForgottenPasswordWithoutMail,
  InvitationRevoked,
  Invited,
  NewPassword,
  RegistrationAtOnce,
  RegistrationByMail,
} from './entrance.gallery.tsx';

const heading = (name: string) => page.getByRole('heading', { name });

test('an invitation that became useless meanwhile says why', async () => {
  await renderExample(Invited);
  await expect.element(page.getByLabelText('Name')).toHaveValue('Dinh Tran');
  await userEvent.fill(page.getByLabelText('New password'), 'a new password');
  await userEvent.click(page.getByRole('button', { name: 'Create the account' }));
  await expect.element(heading('This link cannot be used')).toHaveFocus();
  await expect.element(page.getByText(/There is an account with the e-mail dinh@example\.org/)).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('a revoked invitation shows no form', async () => {
  await renderExample(InvitationRevoked);
  await expect
    .element(page.getByText('This invitation was revoked. Ask Ana Ruiz for a new one.'))
    .toBeVisible();
  expect(page.getByRole('textbox').elements()).toEqual([]);
});

test('a short password is not sent', async () => {
  await renderExample(NewPassword);
  await userEvent.fill(page.getByLabelText('New password'), 'short');
  await userEvent.click(page.getByRole('button', { name: 'Set the password' }));
  await expect.element(heading('Choose a new password')).toBeVisible();
  await userEvent.fill(page.getByLabelText('New password'), 'long enough');
  await userEvent.click(page.getByRole('button', { name: 'Set the password' }));
  await expect.element(page.getByText('This link has expired. Ask for a new one.')).toBeVisible();
});

test('after a mail was asked for the page says where to look', async () => {
  await renderExample(ForgottenPassword);
  await userEvent.fill(page.getByLabelText('E-mail'), 'ana@example.org');
  await userEvent.click(page.getByRole('button', { name: 'Send a link' }));
  await expect.element(heading('Check your mail')).toHaveFocus();
});

test('where no mail is sent, an administrator is to be asked for a new password', async () => {
  await renderExample(ForgottenPasswordWithoutMail);
  await expect.element(page.getByText(/^This server sends no mail\. Ask an administrator/)).toBeVisible();
});

test('who registers by mail chooses a name and a password later', async () => {
  await renderExample(RegistrationByMail);
  await expect.element(page.getByLabelText('E-mail')).toBeVisible();
  expect(page.getByLabelText('Name').elements()).toEqual([]);
});

test('who has an account already is told how to get in', async () => {
  await renderExample(RegistrationAtOnce);
  await userEvent.fill(page.getByLabelText('E-mail'), 'ana@example.org');
  await userEvent.fill(page.getByLabelText('Name'), 'Ana');
  await userEvent.fill(page.getByLabelText('New password'), 'long enough');
  await userEvent.click(page.getByRole('button', { name: 'Create the account' }));
  await expect.element(page.getByRole('alert')).toHaveTextContent(/If you had an account before/);
});
