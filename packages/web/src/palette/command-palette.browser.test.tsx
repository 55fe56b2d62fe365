import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { CommandPalette } from './command-palette.tsx';

const onPress = vi.fn<(label: string) => void>();

const Page = () => {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <header>
        <button type="button" onClick={() => setOpened(true)}>
          Open
        </button>
        <button type="button" hidden>
          Never seen
        </button>
      </header>
      <main>
        <h1>Soil cores</h1>
        <button type="button" onClick={() => onPress('upload')}>
          Upload files
        </button>
        <section aria-label="Tags">
          <button type="button" onClick={() => onPress('tag')}>
            Add a tag
          </button>
          <button type="button" disabled>
            Remove all
          </button>
        </section>
        <ul>
          <li data-row>
            <button type="button">Row of a list</button>
          </li>
        </ul>
      </main>
      <CommandPalette opened={opened} onClose={() => setOpened(false)} />
    </>
  );
};

const NOTHING = { searchEverything: { sections: [], mistake: null } };

beforeEach(() => onPress.mockClear());

const openPalette = async (answers: Parameters<typeof example>[1] = NOTHING) => {
  await renderExample(example(<Page />, answers));
  await userEvent.click(page.getByRole('button', { name: 'Open' }));
  // Until it has the focus, it would not get what is typed.
  await expect.poll(() => document.activeElement?.closest('[role=dialog]')).toBeTruthy();
};

const options = () =>
  page
    .getByRole('option')
    .elements()
    .map((option) => option.textContent);

test('what can be pressed on the page is listed with its place', async () => {
  await openPalette();
  await expect.element(page.getByRole('option', { name: /Upload files/ })).toBeVisible();
  expect(options()).toEqual(['OpenHeader', 'Upload filesSoil cores', 'Add a tagTags']);
});

test('typing and Enter press it, once the dialog has closed', async () => {
  await openPalette();
  await userEvent.keyboard('tag{Enter}');
  await expect.poll(() => onPress.mock.calls).toEqual([['tag']]);
  expect(page.getByRole('dialog').query()).toBeNull();
});

test('what the search finds can be opened', async () => {
  const why = { field: 'name', text: 'Meadow' } as const;
  const hits = [{ kind: 'dataset', id: 'd1', name: 'Meadow', rank: 0, why } as const];
  await openPalette({
    searchEverything: { sections: [{ kind: 'dataset', hits, more: false }], mistake: null },
  });
  await userEvent.keyboard('mead');
  await userEvent.click(page.getByRole('option', { name: 'Meadow' }));
  await expect.poll(() => page.getByRole('dialog').query()).toBeNull();
});

test('a text that nothing has says so', async () => {
  await openPalette();
  await userEvent.keyboard('zzz');
  await expect.element(page.getByText(/^Nothing on this page/)).toBeVisible();
});

test('Escape closes it, and the focus returns', async () => {
  await openPalette();
  await userEvent.keyboard('tag{Escape}');
  await expect.poll(() => page.getByRole('dialog').query()).toBeNull();
  await expect.poll(() => document.activeElement?.textContent).toBe('Open');
  expect(onPress).not.toHaveBeenCalled();
});
