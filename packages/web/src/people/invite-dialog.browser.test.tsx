import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { aSpace } from '../spaces/builders.ts';
import { anInvitation } from './builders.ts';
import { WithoutSpaces } from './invite-dialog.gallery.tsx';
import { InviteDialog } from './invite-dialog.tsx';

test('an invitation is sent with its role and spaces, and its link is shown', async () => {
  const bodies: unknown[] = [];
  const answers = {
    listSpaces: [aSpace('s1')],
    invite: (_: URLSearchParams, body: unknown) => {
      bodies.push(body);
      const url = 'https://pawprint.example.org/invitation#token';
      const invitation = anInvitation('dinh@example.org');
      return { url, expires_at: invitation.expires_at, mail: 'sent', invitation } as const;
    },
  };
  await renderExample(example(<InviteDialog opened onClose={() => undefined} />, answers));
  await userEvent.fill(page.getByLabelText('E-mail'), 'dinh@example.org');
  await userEvent.selectOptions(page.getByLabelText('Role', { exact: true }), 'operator');
  await userEvent.selectOptions(page.getByLabelText('Add a space'), 's1');
  await userEvent.selectOptions(page.getByLabelText('Role in Soil lab'), 'editor');
  await userEvent.click(page.getByRole('button', { name: 'Invite', exact: true }));
  await expect.element(page.getByText('https://pawprint.example.org/invitation#token')).toBeVisible();
  await expect.element(page.getByText(/was mailed to dinh@example\.org/)).toBeVisible();
  expect(bodies).toEqual([
    { email: 'dinh@example.org', name: '', role: 'operator', spaces: [{ id: 's1', role: 'editor' }] },
  ]);
});

test('where the mail could not be sent the link is to be passed on', async () => {
  await renderExample(WithoutSpaces);
  expect(page.getByLabelText('Add a space').elements()).toEqual([]);
  await userEvent.fill(page.getByLabelText('E-mail'), 'dinh@example.org');
  await userEvent.click(page.getByRole('button', { name: 'Invite', exact: true }));
  await expect.element(page.getByText(/could not be sent\. Copy the link/)).toBeVisible();
});
