import { useState } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { Refusal } from '../gallery/fake-api.ts';
import { renderExample } from '../gallery/render-example.tsx';
import { TagEditor } from './tag-editor.tsx';

const FILE = { type: 'file', id: 'f1' } as const;
const DONE = { status: 'success' } as const;
const button = (name: string) => page.getByRole('button', { name });
const field = page.getByRole('textbox', { name: 'New tag' });

test('tags are added by keyboard and removed, and what was removed is brought back by Undo', async () => {
  const sent: unknown[] = [];
  const take = (act: string) => (_: URLSearchParams, body: unknown) => {
    sent.push([act, body]);
    return DONE;
  };
  const answers = { addFileTags: take('add'), removeFileTags: take('remove') };
  await renderExample(example(<TagEditor resource={FILE} tags={['soil', 'core']} />, answers));
  await userEvent.click(button('Change tags'));
  await expect.element(field).toHaveFocus();
  await userEvent.keyboard(' dry {Enter}');
  await expect.poll(() => sent).toEqual([['add', { tags: ['dry'] }]]);
  await userEvent.click(button('Remove the tag core'));
  await userEvent.click(button('Undo'));
  await expect
    .poll(() => sent.slice(1))
    .toEqual([
      ['remove', { tags: ['core'] }],
      ['add', { tags: ['core'] }],
    ]);
  await userEvent.click(button('Stop changing tags'));
  await expect.element(field).not.toBeInTheDocument();
  await expect.element(page.getByText('soil')).toBeVisible();
  await expect.element(button('Remove the tag core')).not.toBeInTheDocument();
});

test('an error of a change is still shown after Escape, also for another set of tags', async () => {
  const removeFileTags = new Refusal(409, 'conflict', 'The file is being moved.');
  const Tags = () => {
    const [tags, setTags] = useState(['soil']);
    return (
      <>
        <TagEditor resource={FILE} tags={tags} />
        <button type="button" onClick={() => setTags(['soil', 'late'])}>
          Another
        </button>
      </>
    );
  };
  await renderExample(example(<Tags />, { removeFileTags }));
  await userEvent.click(button('Change tags'));
  await userEvent.click(button('Remove the tag soil'));
  await expect.element(page.getByText('The file is being moved.')).toBeVisible();
  await userEvent.click(field);
  await userEvent.keyboard('{Escape}');
  await expect.element(field).not.toBeInTheDocument();
  await userEvent.click(button('Another'));
  await expect.element(page.getByText('late')).toBeVisible();
  await expect
    .element(page.getByText(/The tags were not changed\..*The file is being moved\./))
    .toBeVisible();
});
