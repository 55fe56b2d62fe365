import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The page has its heading, and no grey bars stand in for what is still to come. */
export const settle = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
};

/** The rules of WCAG that axe knows and the page breaks, each with where. */
export const violations = async (page: Page): Promise<string[]> => {
  // "Legacy" takes a page without frames of other origins, such as each of ours, in half the time.
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
};

/** What has to be scrolled sideways to be read: the page itself, or a table in it. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(`[document.documentElement, ...document.querySelectorAll('div:has(> table)')]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName, innerText, scrollWidth, clientWidth }) =>
      [tagName, scrollWidth, 'in', clientWidth, innerText.slice(0, 80)].join(' '))`);
