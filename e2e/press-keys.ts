import type { Page } from 'playwright-core';

const MOST_PRESSES = 60;

/** Presses a key until it leads to an element that the selector matches. */
export const pressUntilFocused = async (page: Page, key: string, selector: string): Promise<void> => {
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${selector}.`);
};

/** Presses Tab until a link or button with this text has the focus, and then Enter. */
export const pressButton = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    const focused = await page.evaluate(
      `document.activeElement?.ariaLabel ?? document.activeElement?.innerText?.trim()`,
    );
    if (focused === name) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}.`);
};
