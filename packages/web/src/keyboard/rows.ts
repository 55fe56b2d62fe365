// j and k move between the elements marked `data-row` (which have a tabIndex), and Enter presses the link or button marked
// `data-row-open` inside the row. A list needs no more than these marks to be used by keyboard.

export const focusedRow = (page: Document): HTMLElement | null =>
  page.activeElement?.closest<HTMLElement>('[data-row]') ?? null;

export const moveRow = (page: Document, step: number): void => {
  const rows = findRows(page);
  const here = focusedRow(page);
  focusRow(here ? rows[rows.indexOf(here) + step] : rows[step > 0 ? 0 : rows.length - 1]);
};

export const focusRow = (row: HTMLElement | undefined): void => {
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
};

/** Only while the row itself has the focus: Enter on a link or button inside it already presses that one. */
export const openRow = (page: Document): void => {
  if (page.activeElement?.matches('[data-row]')) findOpener(page.activeElement as HTMLElement)?.click();
};

/**
 * Opens the row of a click that meets nothing else: no link, button or field, and no text that was just selected. As for
 * a link, Ctrl or the command key opens a new tab.
 *
 * @param event its target may be in a dialog that belongs to the row in the tree of React, and not in the row itself
 */
export const openClickedRow = (event: {
  readonly target: EventTarget;
  readonly currentTarget: HTMLElement;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): void => {
  const { target, currentTarget: row, ctrlKey, metaKey } = event;
  if (!(target instanceof Element) || !row.contains(target)) return;
  if (target.closest('a, button, input, textarea, label')) return;
  if (document.getSelection()?.isCollapsed === false) return;
  findOpener(row)?.dispatchEvent(
    new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey }),
  );
};

/** The address of the focused row, or of the page. */
export const linkOfRow = (page: Document): string => {
  const link = findOpener(focusedRow(page))?.closest('a');
  return link?.href ?? page.location.href;
};

const findRows = (page: ParentNode): HTMLElement[] => [...page.querySelectorAll<HTMLElement>('[data-row]')];

const findOpener = (row: HTMLElement | null): HTMLElement | null =>
  row?.querySelector<HTMLElement>('[data-row-open]') ?? null;
