import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { DataTable } from './data-table.tsx';
import { OpenableRows } from './openable-rows.tsx';

const onOpen = vi.fn<(name: string) => void>();
const onAct = vi.fn<(name: string) => void>();

const renderRows = (...names: string[]) =>
  render(
    <DataTable>
      <OpenableRows>
        {names.map((name) => (
          <tr key={name} data-row tabIndex={-1} aria-label={name}>
            <td>
              <button type="button" data-row-open onClick={() => onOpen(name)}>
                {name}
              </button>
            </td>
            <td>about {name}</td>
            <td>
              <button type="button" onClick={() => onAct(name)}>
                Delete {name}
              </button>
            </td>
          </tr>
        ))}
      </OpenableRows>
    </DataTable>,
  );

const focused = () =>
  document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;

test('a click anywhere opens a row, except on its other buttons', async () => {
  await renderRows('one', 'two');
  await userEvent.click(page.getByText('about two'));
  expect(onOpen.mock.lastCall).toEqual(['two']);
  await userEvent.click(page.getByRole('button', { name: 'Delete one' }));
  expect(onAct.mock.lastCall).toEqual(['one']);
  expect(onOpen).toHaveBeenCalledTimes(1);
});

test('Tab stops at one row and what is in it, and the arrow keys move to the others', async () => {
  await renderRows('one', 'two', 'three');
  await userEvent.tab();
  expect(focused()).toBe('one');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(focused()).toBe('two');
  await userEvent.tab();
  await userEvent.tab();
  expect(focused()).toBe('Delete two');
  await userEvent.tab();
  expect(document.activeElement?.closest('[data-row]') ?? null).toBe(null);
});
