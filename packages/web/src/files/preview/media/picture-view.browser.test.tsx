import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../../gallery/render-example.tsx';
import { shown } from '../shown-file.tsx';
import { Audio } from './player-view.gallery.tsx';

const picture = () => page.getByRole('img', { name: 'plot.png' }).element();

const scaleOf = (element: Element): number => new DOMMatrix(getComputedStyle(element).transform).a;

test('a picture is enlarged by keys and buttons, moved by arrow keys, and made whole again', async () => {
  await renderExample(shown('plot.png', 'image/png', 'drawn by the gallery'));
  await expect.element(page.getByText(/^\d+ × \d+ pixels, 100 %/)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Enlarge' }));
  expect(scaleOf(picture())).toBeCloseTo(1.25);
  const frame = page.getByRole('region', { name: /^Picture plot.png/ }).element();
  if (frame instanceof HTMLElement) frame.focus();
  await userEvent.keyboard('++{ArrowRight}');
  expect(scaleOf(picture())).toBeCloseTo(1.25 ** 3);
  expect(new DOMMatrix(getComputedStyle(picture()).transform).e).toBeLessThan(0);
  await userEvent.keyboard('0');
  expect(getComputedStyle(picture()).transform).toBe('matrix(1, 0, 0, 1, 0, 0)');
});

test('the wheel enlarges the part of a picture that is under the pointer, once the picture has the focus', async () => {
  await renderExample(shown('plot.png', 'image/png', 'drawn by the gallery'));
  await expect.element(page.getByText(/100 %/)).toBeVisible();
  const frame = page.getByRole('region', { name: /^Picture plot.png/ }).element();
  const { left, top } = picture().getBoundingClientRect();
  const turn = () =>
    frame.dispatchEvent(
      new WheelEvent('wheel', { deltaY: -200, clientX: left, clientY: top, bubbles: true, cancelable: true }),
    );
  expect(turn(), 'the page scrolls').toBe(true);
  if (frame instanceof HTMLElement) frame.focus();
  expect(turn(), 'the page does not scroll').toBe(false);
  await expect.poll(() => scaleOf(picture())).toBeGreaterThan(1.2);
  const after = picture().getBoundingClientRect();
  expect(after.left).toBeCloseTo(left, 0);
  expect(after.top).toBeCloseTo(top, 0);
});

test('what a browser cannot play says so', async () => {
  await renderExample(Audio);
  await expect.element(page.getByRole('heading', { name: 'This sound is broken' })).toBeVisible();
});
