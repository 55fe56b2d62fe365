import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { MadeBytes } from '../../../gallery/fake-api.ts';
import { renderExample } from '../../../gallery/render-example.tsx';
import { shown } from '../shown-file.tsx';
import { aChinesePdf, aPdf } from './pdf.builder.ts';
import { Broken, Pages } from './pdf-view.gallery.tsx';

/** Whether something is drawn on a page. */
const isDrawn = (name: string): boolean => {
  const canvas = page.getByRole('img', { name, exact: true }).element();
  if (!(canvas instanceof HTMLCanvasElement)) return false;
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  return data?.some((value, at) => at % 4 === 0 && value < 100 && (data[at + 3] ?? 0) > 200) ?? false;
};

test('the pages of a document are drawn, and read out by their texts', async () => {
  await renderExample(Pages);
  await expect.element(page.getByText('3 pages')).toBeVisible();
  await expect.element(page.getByText('Soil cores')).toBeInTheDocument();
  await expect.poll(() => isDrawn('Page 1')).toBe(true);
});

test('of a large document what is in sight is read and drawn', async () => {
  const large = 20_000_000;
  const lines = Array.from({ length: 30 }, (_, n) =>
    n === 20 ? 'x'.repeat(large) : `Line of page ${n + 1}.`,
  );
  const pdf = aPdf(lines);
  let read = 0;
  const bytes: MadeBytes = {
    size: pdf.length,
    read: (start, end) => {
      read += end - start;
      return pdf.slice(start, end);
    },
  };
  await renderExample(shown('long.pdf', 'application/pdf', bytes));
  await expect.element(page.getByText('Line of page 1.')).toBeInTheDocument();
  expect(read).toBeLessThan(large / 10);
  expect(document.querySelectorAll('canvas').length).toBeLessThan(6);
});

test('a document in Chinese is read by a table of letters that it does not bring', async () => {
  await renderExample(shown('survey.pdf', 'application/pdf', aChinesePdf('土壤')));
  await expect.element(page.getByText('土壤')).toBeInTheDocument();
});

test('a document that is broken says so', async () => {
  await renderExample(Broken);
  await expect.element(page.getByRole('heading', { name: 'This document is broken' })).toBeVisible();
});
