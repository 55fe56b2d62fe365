import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { namedExamples } from './examples.ts';
import { renderExample } from './render-example.tsx';

/** The rules of WCAG that axe knows and the example breaks, each with where. */
const violations = async (): Promise<string[]> => {
  const results = await axe.run(document.body);
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
};

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  test.each(namedExamples)('$group: $name breaks no rule of axe', async ({ example }) => {
    await renderExample(example, scheme);
    expect(await violations()).toEqual([]);
  });
});
