import { MantineProvider } from '@mantine/core';
import { expect } from 'vitest';
import { render } from 'vitest-browser-react';
import '../design/styles.ts';
import { cssVariables, theme } from '../design/theme.ts';
import { type Example, prepareExample } from './example.tsx';

/** Renders an example in a test, and waits until every request that gets an answer has it. */
export const renderExample = async (example: Example, scheme: 'light' | 'dark' = 'light'): Promise<void> => {
  const { element, isSettled, unanswered } = await prepareExample(example);
  await render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      <main>{element}</main>
    </MantineProvider>,
  );
  await expect.poll(isSettled).toBe(true);
  expect(unanswered, 'requests without an answer').toEqual([]);
};
