import type { Me } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { aDataset } from '../files/builders.ts';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { aSharing } from '../spaces/builders.ts';
import { Alone, changing, NotPublicHere, OnlyToRead } from './sharing-dialog.gallery.tsx';
import { SharingDialog } from './sharing-dialog.tsx';

const dialog = <SharingDialog dataset={aDataset()} opened onClose={() => undefined} />;
const renderDialog = (answers = changing()) => renderExample(example(dialog, answers));
const press = (name: string) => userEvent.click(page.getByRole('button', { name, exact: true }));

test('a dataset is shared with a space and taken out again', async () => {
  await renderDialog();
  const space = page.getByRole('combobox', { name: 'Space to share it with' });
  expect([...space.element().children].map(({ textContent }) => textContent)).toEqual(['Roots']);
  await press('Share');
  await expect.element(page.getByText('Shared with Roots.')).toBeVisible();
  await expect
    .element(
      page.getByText(
        'You, the 4 other members of Soil lab, the 2 other members of Roots and the members of 2 other spaces see this dataset.',
      ),
    )
    .toBeVisible();
  await press('Undo');
  await expect.element(page.getByText('Taken out of Roots.')).toBeVisible();
});

test('the public switch says what follows, and Cancel changes nothing', async () => {
  await renderDialog();
  const isPublic = page.getByRole('switch', { name: /Public/ });
  // Until the dialog has taken the focus, it would take it from the switch.
  await expect.poll(() => document.activeElement?.closest('[role=dialog]')).toBeTruthy();
  isPublic.element().focus();
  await userEvent.keyboard(' ');
  await expect.element(page.getByText(/^Anybody who can reach this server/)).toBeVisible();
  await expect.element(page.getByRole('region', { name: 'Confirm' })).toHaveFocus();
  await press('Cancel');
  await expect.element(isPublic).toHaveFocus();
  await expect.element(isPublic).not.toBeChecked();
});

test('a dataset is made public, and no longer is after Undo', async () => {
  await renderDialog();
  const isPublic = page.getByRole('switch', { name: /Public/ });
  await userEvent.click(isPublic);
  await press('Make it public');
  await expect.element(page.getByText('Everybody sees it now.')).toBeVisible();
  await expect.element(isPublic).toBeChecked();
  await press('Undo');
  await expect.element(page.getByText('It is no longer public.')).toBeVisible();
  await expect.element(isPublic).not.toBeChecked();
});

test('who would no longer see it is asked before it is taken out', async () => {
  const spaces = [{ id: 's1', name: 'Soil lab', member_count: 5, role: 'admin' }] as const;
  const sharing = aSharing({ owner: { id: 'u2', name: 'Ben Okafor' }, spaces: [...spaces] });
  const showMe: Me = { id: 'u1', email: 'ana@example.org', name: 'Ana Ruiz', role: 'user', rights: [] };
  await renderDialog({ ...changing(sharing), showMe });
  await press('Take it out of Soil lab');
  await expect.element(page.getByText(/you no longer see it and cannot undo this/)).toBeVisible();
  await press('Take it out');
  await expect.element(page.getByText('Taken out of Soil lab.')).toBeVisible();
});

test('without the right to share nothing can be changed', async () => {
  await renderExample(OnlyToRead);
  await expect.element(page.getByText('Ben Okafor', { exact: true })).toBeVisible();
  await expect.element(page.getByText('It is public: signing in is not needed.')).toBeVisible();
  expect(page.getByRole('switch').elements()).toEqual([]);
  const buttons = page.getByRole('button').elements();
  expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual(['Close']);
});

test('where public datasets are not allowed, there is no switch', async () => {
  await renderExample(NotPublicHere);
  await expect.element(page.getByText('This server allows no public datasets.')).toBeVisible();
  expect(page.getByRole('switch').elements()).toEqual([]);
});

test('who is alone finds the way to spaces', async () => {
  await renderExample(Alone);
  await expect.element(page.getByRole('link', { name: 'Share with a space…' })).toBeVisible();
  expect(page.getByText(/Administrators and auditors/).query()).toBeNull();
});
