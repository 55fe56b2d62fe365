import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { renderExample } from '../gallery/render-example.tsx';
import { at } from '../jobs/builders.ts';
import { aFailure, failureDetails } from './builders.ts';
import { FailureDetails } from './failure-details.tsx';

test('a failure that was marked as known is not known again by Undo', async () => {
  let isKnown = false;
  await renderExample(
    example(<FailureDetails id={aFailure().id} filter={{ mine: false, days: 7 }} />, {
      showFailure: () =>
        failureDetails({ known: isKnown ? { by: { id: 'u1', name: 'Ana Ruiz' }, at: at(0) } : null }),
      reviewFailure: (_: URLSearchParams, body: unknown) => {
        isKnown = (body as { known: boolean }).known;
        return { status: 'success' } as const;
      },
    }),
  );
  await userEvent.click(page.getByRole('button', { name: 'Mark as known' }));
  await expect.element(page.getByText(/^Known since/)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Undo' }));
  await expect.element(page.getByRole('button', { name: 'Mark as known' })).toBeVisible();
  expect(isKnown).toBe(false);
});
