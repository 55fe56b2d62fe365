import type { KeyboardEvent } from 'react';
import { focusedRow, moveRow } from '../../keyboard/rows.ts';

const levelOf = (row: Element): number => Number(row.getAttribute('aria-level'));

const toggler = (row: Element): HTMLElement | null => row.querySelector('[data-row-open]');

const parentOf = (row: Element): HTMLElement | null => {
  const rows = [...(row.closest('[role="treegrid"]')?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const above = rows.slice(0, rows.indexOf(row as HTMLElement));
  return above.findLast((one) => levelOf(one) < levelOf(row)) ?? null;
};

const goRight = (row: HTMLElement): void => {
  if (row.ariaExpanded === 'false') toggler(row)?.click();
  else moveRow(document, 1);
};

const goLeft = (row: HTMLElement): void => {
  if (row.ariaExpanded === 'true') toggler(row)?.click();
  else parentOf(row)?.focus();
};

/** `c` on a row copies where its job is; a row without a job of its own leaves the key to the page. */
const copyJobLink = (row: HTMLElement): boolean => {
  const link = row.querySelector<HTMLAnchorElement>('[data-job-link]');
  if (link) void navigator.clipboard.writeText(link.href);
  return link !== null;
};

/**
 * The keys of a treegrid, for a row that has the focus: arrows go and open, `c` copies. `j`, `k` and Enter are the
 * page's own. True where the key was taken.
 */
const takeTreeKey = (key: string): boolean => {
  const row = focusedRow(document);
  if (!row || document.activeElement !== row) return false;
  if (key === 'ArrowDown') moveRow(document, 1);
  else if (key === 'ArrowUp') moveRow(document, -1);
  else if (key === 'ArrowRight') goRight(row);
  else if (key === 'ArrowLeft') goLeft(row);
  else return key === 'c' && copyJobLink(row);
  return true;
};

/** What makes a table one widget, with keys of its own. */
export const TREEGRID = {
  role: 'treegrid',
  onKeyDown: (event: KeyboardEvent): void => {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (!modified && takeTreeKey(event.key)) event.preventDefault();
  },
} as const;
