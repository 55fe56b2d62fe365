import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { aMember, aPerson, aSpace } from './builders.ts';
import { ForAdmins, ForMembers } from './members-panel.gallery.tsx';
import { MembersPanel } from './members-panel.tsx';

test('a role that cannot be changed stays as it is, with the reason', async () => {
  await renderExample(ForAdmins);
  const role = page.getByRole('combobox', { name: 'Role of Ana Ruiz' });
  await userEvent.selectOptions(role, 'viewer');
  await expect.element(page.getByRole('alert')).toHaveTextContent(/The role of Ana Ruiz was not changed\./);
  await expect.element(role).toHaveValue('admin');
});

test('people are found by name and become members with the chosen role', async () => {
  const members = [aMember('u1')];
  const answers = {
    listSpaceMembers: () => [...members],
    listUsers: [aPerson('u1', 'Ana Ruiz'), aPerson('u4', 'Chloé Dubois')],
    setSpaceMember: (_: URLSearchParams, body: unknown) => {
      const { role } = body as { role: 'viewer' | 'editor' | 'admin' };
      members.push(aMember('u4', { name: 'Chloé Dubois', role }));
      return { status: 'success' } as const;
    },
  };
  await renderExample(example(<MembersPanel space={aSpace('s1')} canManage />, answers));
  await userEvent.click(page.getByRole('button', { name: 'Add a person' }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Role', exact: true }), 'editor');
  await userEvent.click(page.getByRole('button', { name: 'Add Chloé Dubois' }));
  const row = page.getByRole('list', { name: 'People' }).getByRole('listitem').nth(1);
  await expect.element(row).toHaveTextContent(/Editor/);
  expect(page.getByRole('button', { name: 'Add Chloé Dubois' }).query()).toBeNull();
});

test('who was removed is a member again, in the same role, by Undo', async () => {
  const [ana, ben] = [aMember('u1'), aMember('u2', { name: 'Ben Okafor', role: 'editor' })];
  let members = [ana, ben];
  const answers = {
    listSpaceMembers: () => [...members],
    removeSpaceMember: () => {
      members = [ana];
      return { status: 'success' } as const;
    },
    setSpaceMember: (_: URLSearchParams, body: unknown) => {
      members = [ana, { ...ben, role: (body as { role: 'editor' }).role }];
      return { status: 'success' } as const;
    },
  };
  await renderExample(example(<MembersPanel space={aSpace('s1')} canManage />, answers));
  await userEvent.click(page.getByRole('button', { name: 'Remove Ben Okafor' }));
  await userEvent.click(page.getByRole('button', { name: 'Remove', exact: true }));
  await expect.element(page.getByRole('status')).toHaveTextContent('Ben Okafor was removed from Soil lab.');
  await expect.element(page.getByRole('row', { name: /Ben Okafor/ })).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('button', { name: 'Undo' }));
  await expect.element(page.getByRole('combobox', { name: 'Role of Ben Okafor' })).toHaveValue('editor');
});

test('a search that finds nobody says who creates accounts', async () => {
  await renderExample(ForAdmins);
  await userEvent.click(page.getByRole('button', { name: 'Add a person' }));
  await userEvent.fill(page.getByLabelText('Name or e-mail'), 'zoe');
  await expect.element(page.getByText(/^No account has “zoe”/)).toBeVisible();
});

test('members without the right read the roles and change nothing', async () => {
  await renderExample(ForMembers);
  await expect.element(page.getByRole('row', { name: /Ben Okafor.*Viewer/ })).toBeVisible();
  expect(page.getByRole('combobox').elements()).toEqual([]);
  expect(page.getByRole('button').elements()).toEqual([]);
});
