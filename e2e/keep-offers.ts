import type { Page } from 'playwright-core';

/**
 * Offers to undo stay on the pages that are opened from now on. They end after ten seconds, in which a test may not have come
 * to the button; as under the pointer, their time stands still.
 */
export const keepOffers = async (page: Page): Promise<void> =>
  void (await page.addInitScript(stopTimeOfOffers));

/** Runs in every page before its own scripts. */
const stopTimeOfOffers = (): void => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('output > * { animation-play-state: paused !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
