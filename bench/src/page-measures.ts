import type { Page } from 'playwright-core';

export interface Loads {
  readonly largestPaintMs: number;
  readonly longestTaskMs: number;
  /** Of the tasks that began once nothing was loading. */
  readonly longestTaskLaterMs: number;
  /** The cumulative layout shift. */
  readonly layoutShift: number;
  readonly nodes: number;
}

/** Loads the page, with its code in the browser's cache from the second time on, and observes it for a while after. */
export const measureLoads = async (page: Page, address: string): Promise<Loads> => {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  return page.evaluate<Loads>(OBSERVE);
};

/** Runs in the page: reads what the browser has recorded since the page began to load, and for 3 s more. */
const OBSERVE = `(async () => {
  const loadedAt = performance.now();
  const read = (type) => new Promise((resolve) => {
    const entries = [];
    const observer = new PerformanceObserver((list) => void entries.push(...list.getEntries()));
    observer.observe({ type, buffered: true });
    setTimeout(() => { observer.disconnect(); resolve(entries); }, 3000);
  });
  const [paints, tasks, shifts] = await Promise.all(
    ['largest-contentful-paint', 'longtask', 'layout-shift'].map(read),
  );
  const longest = (entries) => Math.max(0, ...entries.map(({ duration }) => duration));
  return {
    largestPaintMs: paints.at(-1)?.startTime ?? NaN,
    longestTaskMs: longest(tasks),
    longestTaskLaterMs: longest(tasks.filter(({ startTime }) => startTime > loadedAt)),
    layoutShift: shifts.reduce((sum, { value }) => sum + value, 0),
    nodes: document.querySelectorAll('*').length,
  };
})()`;

export interface Scrolling {
  /** Frames that were drawn in a second. */
  readonly perSecond: number;
  /** The longest time between two of them. */
  readonly longestMs: number;
  /** How far the page was scrolled in a second. */
  readonly pxPerSecond: number;
}

/** Turns the wheel over the middle of the page, as fast as the browser answers, for two seconds. */
export const measureScrolling = async (page: Page, direction: 'down' | 'up' = 'down'): Promise<Scrolling> => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, (height * 2) / 3);
  const measured = page.evaluate<Scrolling>(COUNT_FRAMES);
  for (let turn = 0; turn < 120; turn += 1) await page.mouse.wheel(0, direction === 'down' ? 120 : -120);
  return measured;
};

/** The same of the page as it is drawn now, without its code, and with its rows repeated: what the machine draws at all. */
export const measureBareScrolling = async (page: Page): Promise<Scrolling> => {
  const address = new URL('/bare-page', page.url()).href;
  const body = await page.evaluate<string>(REPEAT_ROWS);
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(address);
  await page.getByRole('row').first().waitFor();
  const measured = await measureScrolling(page);
  await page.unroute(address);
  return measured;
};

/** Runs in the page. */
const REPEAT_ROWS = `(() => {
  const copy = document.documentElement.cloneNode(true);
  for (const script of copy.querySelectorAll('script, [rel=modulepreload], tr[aria-hidden=true]')) script.remove();
  const rows = copy.querySelector('main tbody');
  const once = [...rows.children];
  while (rows.children.length < 500) rows.append(...once.map((row) => row.cloneNode(true)));
  return '<!doctype html>' + copy.outerHTML;
})()`;

/** Runs in the page. */
const COUNT_FRAMES = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const scrolled = () =>
    [...document.querySelectorAll('html, main *')].reduce((sum, { scrollTop }) => sum + scrollTop, 0);
  const before = scrolled();
  const drawn = [await frame()];
  while (drawn.at(-1) - drawn[0] < 2000) drawn.push(await frame());
  const gaps = drawn.slice(1).map((at, n) => at - drawn[n]);
  const seconds = (drawn.at(-1) - drawn[0]) / 1000;
  return {
    perSecond: gaps.length / seconds,
    longestMs: Math.max(...gaps),
    pxPerSecond: Math.abs(scrolled() - before) / seconds,
  };
})()`;
