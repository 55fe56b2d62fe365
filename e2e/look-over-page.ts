import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { DESKTOP, PHONE } from './open-page.ts';

/** Resolves when the page has its heading and no loading rows. */
export const settle = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
};

/** The WCAG rules that axe finds broken on the page, each with its elements. */
export const violations = async (page: Page): Promise<string[]> => {
  // Legacy mode is for pages without frames of other origins, such as ours, and takes half the time.
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
};

/** The elements that must be scrolled sideways to be read: the page itself, or a table in it. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(`[document.documentElement, ...document.querySelectorAll('div:has(> table)')]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName, innerText, scrollWidth, clientWidth }) =>
      [tagName, scrollWidth, 'in', clientWidth, innerText.slice(0, 80)].join(' '))`);

/** Runs in the page: what lies right of the window, and can be seen there because the page, or a table, is scrolled. */
export const elementsBeside = (): string[] => {
  const { innerWidth } = window;
  const right = (element: Element): number => Math.floor(element.getBoundingClientRect().right);
  const isClipped = (element: Element): boolean => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement)
      if (getComputedStyle(outer).overflowX !== 'visible' && right(outer) <= innerWidth) return true;
    return false;
  };
  return [...document.body.querySelectorAll('*')]
    .filter((element) => right(element) > innerWidth && !isClipped(element))
    .map((element) => `beside: ${element.tagName} ${element.getAttribute('class')} to ${right(element)}`);
};

/** What a look finds also after some frames: an open menu follows its button only after the window has changed. */
export const atRest = async (
  page: Page,
  look: () => Promise<readonly string[]>,
  frames = 20,
): Promise<readonly string[]> => {
  const found = await look();
  if (found.length === 0 || frames === 0) return found;
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  return atRest(page, look, frames - 1);
};

const LOOKS = [
  ['light', DESKTOP],
  ['dark', DESKTOP],
  ['dark', PHONE],
  ['light', PHONE],
] as const;

/**
 * What is wrong with the page as it is: rules of axe that it breaks, and what is wider than the window, in light and dark,
 * on a desktop and on a phone. It is not loaded anew for each of them, which would take most of the time.
 */
export const problems = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const [colorScheme, viewport] of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    const look = `${colorScheme}, ${viewport.width} px`;
    const broken = [...(await violations(page)), ...(await tooWide(page))];
    found.push(...broken.map((problem) => `${look}: ${problem}`));
  }
  await page.setViewportSize(DESKTOP);
  return found;
};
