import type { Page } from 'playwright-core';

const MOST_PRESSES = 60;

/**
 * Resolves when a menu or dialog has the focus. Until then it would not get the keys that are pressed, or would take the focus
 * from where a test puts it.
 */
export const focusInDialog = (page: Page): Promise<void> =>
  page.locator(':is([role=dialog], [role=menu]):focus-within').first().waitFor();

/** Presses a key until it leads to an element that the selector matches. */
export const pressUntilFocused = async (page: Page, key: string, selector: string): Promise<void> => {
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${selector}.`);
};

/** Once a button has this name: presses Tab until it has the focus, and then Enter. */
export const pressButton = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().waitFor();
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    const focused = await page.evaluate(
      `document.activeElement?.ariaLabel ?? document.activeElement?.innerText?.trim()`,
    );
    if (focused === name) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}.`);
};
