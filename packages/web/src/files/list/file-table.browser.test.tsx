import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../../gallery/example.tsx';
import { renderExample } from '../../gallery/render-example.tsx';
import { aDatasetFile } from '../builders.ts';
import { FileTable } from './file-table.tsx';

const files = Array.from({ length: 300 }, (_, n) => aDatasetFile(`f${n}`));
const nothing = (): void => undefined;

const table = (
  <FileTable
    datasetId="d1"
    files={files}
    total={files.length}
    selection={{ isSelected: () => false, toggle: nothing }}
    onNearEnd={undefined}
    onAct={nothing}
    isStale={false}
    sort="-created_at"
    onSort={nothing}
  />
);

const link = (name: string) => page.getByRole('link', { name, exact: true });

test('a row that is being renamed keeps what was typed while it is out of sight', async () => {
  const saved: unknown[] = [];
  const renameFile = (_: URLSearchParams, body: unknown) => {
    saved.push(body);
    return { status: 'success' } as const;
  };
  await renderExample(example(table, { renameFile }));
  await userEvent.click(page.getByRole('button', { name: 'Actions for f10.txt' }));
  await userEvent.click(page.getByRole('menuitem', { name: 'Rename…' }));
  const field = page.getByRole('textbox', { name: 'Name of f10.txt' });
  await expect.element(field).toHaveFocus();
  await userEvent.keyboard('.dry');
  const place = () => Math.round(field.element().getBoundingClientRect().top + window.scrollY);
  const before = place();

  window.scrollTo({ top: document.documentElement.scrollHeight });
  await expect.element(link('f299.txt')).toBeVisible();
  await expect.element(link('f11.txt')).not.toBeInTheDocument();
  await expect.element(field).toHaveFocus();
  await expect.element(field).toHaveValue('f10.txt.dry');
  await expect.poll(place).toBe(before);
  window.scrollTo({ top: 0 });
  await expect.element(link('f11.txt')).toBeVisible();
  await expect.element(field).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => saved).toEqual([{ name: 'f10.txt.dry' }]);
  await expect.element(field).not.toBeInTheDocument();

  window.scrollTo({ top: document.documentElement.scrollHeight });
  await expect.element(link('f299.txt')).toBeVisible();
  await expect.element(link('f10.txt')).not.toBeInTheDocument();
});
