import type { KeyboardEvent } from 'react';
import { focusedRow, focusRow, moveRow, openRow } from '../../keyboard/rows.ts';

/** The properties that make a table one widget with keys of its own. */
export const TREEGRID = {
  role: 'treegrid',
  onKeyDown: (event: KeyboardEvent): void => {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (!modified && handleKey(event.key)) event.preventDefault();
  },
} as const;

/**
 * Handles a key for the focused row: arrows, Home and End move, arrows and Enter open and close, `c` copies the link. The
 * page handles `j` and `k`.
 *
 * @returns whether the key was used
 */
const handleKey = (key: string): boolean => {
  const row = focusedRow(document);
  if (!row || document.activeElement !== row) return false;
  if (key === 'ArrowDown') moveRow(document, 1);
  else if (key === 'ArrowUp') moveRow(document, -1);
  else if (key === 'Home') focusRow(rowsBeside(row)[0]);
  else if (key === 'End') focusRow(rowsBeside(row).at(-1));
  else if (key === 'Enter') openRow(document);
  else if (key === 'ArrowRight') openOrMoveDown(row);
  else if (key === 'ArrowLeft') closeOrMoveToParent(row);
  else return key === 'c' && copyJobLink(row);
  return true;
};

const openOrMoveDown = (row: HTMLElement): void => {
  if (row.ariaExpanded === 'false') toggleButton(row)?.click();
  else moveRow(document, 1);
};

const closeOrMoveToParent = (row: HTMLElement): void => {
  if (row.ariaExpanded === 'true') toggleButton(row)?.click();
  else focusRow(parentOf(row));
};

/** A row without a job of its own leaves the key to the page. */
const copyJobLink = (row: HTMLElement): boolean => {
  const link = row.querySelector<HTMLAnchorElement>('[data-job-link]');
  if (link) void navigator.clipboard.writeText(link.href);
  return link !== null;
};

const toggleButton = (row: Element): HTMLElement | null => row.querySelector('[data-row-open]');

const parentOf = (row: HTMLElement): HTMLElement | undefined => {
  const rows = rowsBeside(row);
  const above = rows.slice(0, rows.indexOf(row));
  return above.findLast((other) => levelOf(other) < levelOf(row));
};

const rowsBeside = (row: HTMLElement): HTMLElement[] => [
  ...(row.closest('[role="treegrid"]')?.querySelectorAll<HTMLElement>('[data-row]') ?? []),
];

const levelOf = (row: Element): number => Number(row.getAttribute('aria-level'));
