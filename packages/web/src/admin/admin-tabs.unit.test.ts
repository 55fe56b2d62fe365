import { expect, test } from 'vitest';
import { tabOfPath, tabsFor } from './admin-tabs.ts';

test('operators see the tab of the quarantine, auditors and others do not', () => {
  const names = (rights: Parameters<typeof tabsFor>[0]) => tabsFor(rights).map(({ name }) => name);
  expect(names(['create', 'operate', 'inspect'])).toContain('quarantine');
  expect(names(['create', 'inspect', 'audit'])).not.toContain('quarantine');
  expect(names(['create'])).toEqual([]);
  expect(names(undefined)).toEqual([]);
});

test('the tab of a page is found by its address', () => {
  expect(tabOfPath('/admin/quarantine')?.name).toBe('quarantine');
  expect(tabOfPath('/admin')).toBeUndefined();
});
