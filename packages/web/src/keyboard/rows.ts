/**
 * Rows mark themselves in the page: `data-row` (with tabIndex -1) can be reached with j and k, and the `data-row-open`
 * inside it, a link or a button, is what Enter presses. Lists need to know nothing more of the keyboard.
 */
const rowsOf = (page: ParentNode): HTMLElement[] => [...page.querySelectorAll<HTMLElement>('[data-row]')];

export const focusedRow = (page: Document): HTMLElement | null =>
  page.activeElement?.closest<HTMLElement>('[data-row]') ?? null;

export const moveRow = (page: Document, step: 1 | -1): void => {
  const rows = rowsOf(page);
  const here = focusedRow(page);
  const next = here ? rows[rows.indexOf(here) + step] : rows[step === 1 ? 0 : rows.length - 1];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
};

const opener = (row: HTMLElement | null): HTMLElement | null =>
  row?.querySelector<HTMLElement>('[data-row-open]') ?? null;

/** Only when the row itself has the focus: a link or a button inside it has its own Enter. */
export const openRow = (page: Document): void => {
  if (page.activeElement?.matches('[data-row]')) opener(page.activeElement as HTMLElement)?.click();
};

/** The address of the focused row, or of the page. */
export const linkHere = (page: Document): string => {
  const link = opener(focusedRow(page))?.closest('a');
  return link?.href ?? page.location.href;
};
