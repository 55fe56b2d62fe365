/**
 * A length in px at the usual size of text, as large as the reader's text makes it: what rem is in CSS, for rows whose
 * height the code has to know.
 */
export const scaled = (px: number): number => px * scale;

const USUAL_TEXT_PX = 16;

/** A browser that gets another size of text while the page is open needs the page to be loaded again. */
const scale =
  'document' in globalThis
    ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT_PX
    : 1;
