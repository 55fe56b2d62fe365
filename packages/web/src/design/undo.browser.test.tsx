import { ApiError } from '@pawprint/protocol/client';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { type UndoOffer, useOfferUndo } from './undo-offer.ts';

/** A button that does something, and offers to undo it by what `undo` does. */
const renderAct = async (undo: UndoOffer['undo']) => {
  const Act = () => {
    const offerUndo = useOfferUndo();
    return (
      <>
        <button type="button" onClick={() => offerUndo({ done: 'The tag was removed.', undo })}>
          Remove
        </button>
        <input aria-label="Field" />
      </>
    );
  };
  await renderExample(example(<Act />));
  await userEvent.click(page.getByRole('button', { name: 'Remove' }));
  await expect.element(page.getByRole('status')).toHaveTextContent('The tag was removed.');
};

const undoButton = page.getByRole('button', { name: 'Undo' });

/** The time of the offer, as the browser keeps it. */
const time = (): Animation | undefined =>
  document.getAnimations().find(({ effect }) => effect?.getComputedTiming().delay === 10_000);

test('what was done is undone once, and the focus is not lost', async () => {
  let times = 0;
  await renderAct(async () => {
    times += 1;
  });
  undoButton.element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Undone.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Close' })).toHaveFocus();
  await userEvent.keyboard('{Control>}z{/Control}{Enter}');
  await expect.element(page.getByText('Undone.')).not.toBeInTheDocument();
  expect(times).toBe(1);
  expect(document.activeElement).not.toBe(document.body);
});

test('what undoing came to is said where there is more to say', async () => {
  await renderAct(async () => '47 files were moved back. 1 file left out: It was deleted since.');
  await userEvent.click(undoButton);
  await expect
    .element(page.getByRole('status'))
    .toHaveTextContent(/^47 files were moved back\. 1 file left out/);
});

test('Ctrl and Z undo it, but not in a field', async () => {
  let times = 0;
  await renderAct(async () => {
    times += 1;
  });
  await userEvent.click(page.getByRole('textbox', { name: 'Field' }));
  await userEvent.keyboard('{Control>}z{/Control}');
  await userEvent.click(page.getByRole('button', { name: 'Remove' }));
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.element(page.getByText('Undone.')).toBeVisible();
  expect(times).toBe(1);
});

test('the offer ends after ten seconds, which stand still while the focus is on it', async () => {
  await renderAct(async () => undefined);
  expect(time()?.playState).toBe('running');
  undoButton.element().focus();
  await expect.poll(() => time()?.playState).toBe('paused');
  undoButton.element().blur();
  await expect.poll(() => time()?.playState).toBe('running');
  time()?.finish();
  await expect.element(undoButton).not.toBeInTheDocument();
});

test('another act begins the time anew', async () => {
  await renderAct(async () => undefined);
  const first = time();
  await userEvent.click(page.getByRole('button', { name: 'Remove' }));
  await expect.poll(() => time() === first).toBe(false);
  expect(first?.playState).not.toBe('running');
});

test('why it cannot be undone is said, and it can be tried again', async () => {
  const refusals = [new ApiError(503, 'unavailable', 'The database does not answer.')];
  await renderAct(async () => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
  });
  await userEvent.click(undoButton);
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('It could not be undone. The database does not answer.');
  expect(time()?.playState).toBe('paused');
  await userEvent.click(undoButton);
  await expect.element(page.getByText('Undone.')).toBeVisible();
});
