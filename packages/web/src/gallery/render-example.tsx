import { expect } from 'vitest';
import { render } from 'vitest-browser-react';
import '../design/styles.ts';
import { ThemeProvider } from '../design/theme-provider.tsx';
import { type Example, prepareExample } from './example.tsx';

/** Renders an example in a test, and waits until every request that gets an answer has it. */
export const renderExample = async (example: Example, scheme: 'light' | 'dark' = 'light'): Promise<void> => {
  const { element, isSettled, unanswered } = await prepareExample(example);
  await render(
    <ThemeProvider scheme={scheme}>
      <main>{element}</main>
    </ThemeProvider>,
  );
  await expect.poll(async () => isSettled() && (await renders()) && isSettled()).toBe(true);
  expect(unanswered, 'requests without an answer').toEqual([]);
};

/** An answer is rendered some tasks after it has come. */
const renders = (): Promise<true> =>
  new Promise((resolve) => setTimeout(() => setTimeout(() => resolve(true))));
