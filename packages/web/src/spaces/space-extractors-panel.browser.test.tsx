import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../gallery/render-example.tsx';
import { ForAdmins, ForMembers } from './space-extractors-panel.gallery.tsx';

test('an extractor that cannot be switched stays as it is, with the reason', async () => {
  await renderExample(ForAdmins);
  const choice = page.getByRole('combobox', { name: 'ncsa.wordcount in this space' });
  await userEvent.selectOptions(choice, 'on');
  await expect.element(page.getByRole('alert')).toHaveTextContent(/ncsa\.wordcount was not switched\./);
  await expect.element(choice).toHaveValue('off');
});

test('members read what is switched', async () => {
  await renderExample(ForMembers);
  await expect.element(page.getByRole('row', { name: /ncsa\.wordcount/ })).toHaveTextContent('Off');
  await expect.element(page.getByRole('row', { name: /rig\.tiles/ })).toHaveTextContent('Off on this server');
  await expect.element(page.getByRole('combobox')).not.toBeInTheDocument();
});
