import { useState } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { anOperation } from '../operations/builders.ts';
import { aDataset } from './builders.ts';
import { DeleteFiles, MoveFiles, TagFiles } from './change-files-dialog.gallery.tsx';
import { ChangeFilesDialog } from './change-files-dialog.tsx';

test('deleting says how many files are deleted before anything is done', async () => {
  await renderExample(DeleteFiles);
  await expect.element(page.getByText(/^48 files will be deleted for good/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Delete 48 files' })).toBeVisible();
});

test('tags have to be typed before files are counted', async () => {
  await renderExample(TagFiles);
  expect(page.getByRole('button', { name: /^Tag/ }).query()).toBeNull();
  await userEvent.fill(page.getByLabelText('Tags to add'), 'dry');
  await expect.element(page.getByRole('button', { name: 'Tag 48 files' })).toBeVisible();
});

test('files move to a dataset that is chosen among the others, and those that stay are named', async () => {
  await renderExample(MoveFiles);
  await userEvent.click(page.getByRole('combobox', { name: 'To the dataset' }));
  await expect.element(page.getByRole('option')).toHaveTextContent('Archive of cores');
  await userEvent.click(page.getByRole('option', { name: 'Archive of cores' }));
  await expect.element(page.getByRole('button', { name: 'Move 48 files' })).toBeVisible();
  await expect.element(page.getByText('2 files left out: It has a job that has not ended.')).toBeVisible();
});

/**
 * The dialog, which closes and opens again, and a server that moves all files but one back. `goesAtEnd`: when the files
 * were moved, the dialog goes with the list that it belongs to.
 */
const renderMoving = async ({ goesAtEnd = false } = {}) => {
  const previewed: string[] = [];
  const Moving = () => {
    const [opened, setOpened] = useState(true);
    const [isGone, setGone] = useState(false);
    if (isGone) return 'No files yet';
    return (
      <>
        <button type="button" onClick={() => setOpened(true)}>
          Open
        </button>
        <ChangeFilesDialog
          change={opened ? 'move_files' : null}
          datasetId="d1"
          files={{ filter: {} }}
          opened={opened}
          onClose={() => setOpened(false)}
          onEnded={() => setGone(goesAtEnd)}
        />
      </>
    );
  };
  await renderExample(
    example(<Moving />, {
      listDatasets: [aDataset({ id: 'd2', name: 'Archive' }), aDataset({ id: 'd3', name: 'Old cores' })],
      moveDatasetFiles: (_: URLSearchParams, body: unknown) => {
        const { dry_run, moved_by, to } = body as { dry_run: boolean; moved_by?: string; to: string };
        const [eligible, others] = moved_by === MOVE.id && to === 'd1' ? [47, 1] : [48, 0];
        if (!dry_run) return { ...MOVE, done: eligible, of: eligible };
        previewed.push(to);
        const gone = { reason: 'not_found', text: 'There is no such job or file.', count: others } as const;
        return { eligible, not_eligible: others > 0 ? [gone] : [], sample: [] };
      },
    }),
  );
  return { previewed };
};

const MOVE = anOperation({ kind: 'move_files', state: 'finished', dataset_id: 'd1', extractor: null });

const chooseDataset = async (name: string): Promise<void> => {
  await userEvent.click(page.getByRole('combobox', { name: 'To the dataset' }));
  await userEvent.click(page.getByRole('option', { name }));
  await expect.element(page.getByRole('button', { name: 'Move 48 files' })).toBeVisible();
};

const leave = () => userEvent.click(page.getByRole('button', { name: 'Close' }).last());

test('what was moved is moved back by Undo after the dialog, and what stays is named', async () => {
  await renderMoving();
  await chooseDataset('Archive');
  await userEvent.click(page.getByRole('button', { name: 'Move 48 files' }));
  await expect.element(page.getByRole('heading', { name: '48 files were moved.' })).toBeVisible();
  expect(page.getByRole('button', { name: 'Undo' }).query()).toBeNull();
  await leave();
  await expect.element(page.getByRole('status')).toHaveTextContent('48 files were moved to Archive.');
  await userEvent.click(page.getByRole('button', { name: 'Undo' }));
  await expect
    .element(page.getByRole('status'))
    .toHaveTextContent('47 files were moved back. 1 file left out: It was moved or deleted since.');
});

test('Undo is offered, too, where the dialog goes since no files are left', async () => {
  await renderMoving({ goesAtEnd: true });
  await chooseDataset('Archive');
  await userEvent.click(page.getByRole('button', { name: 'Move 48 files' }));
  await expect.element(page.getByText('No files yet')).toBeVisible();
  await expect.element(page.getByRole('status')).toHaveTextContent('48 files were moved to Archive.');
});

test('a dataset that was chosen before is not chosen when the dialog opens again', async () => {
  const { previewed } = await renderMoving();
  await chooseDataset('Archive');
  await leave();
  await userEvent.click(page.getByRole('button', { name: 'Open' }));
  await chooseDataset('Old cores');
  expect(previewed).toEqual(['d2', 'd3']);
});
