/** Something that can be pressed on the page. */
export interface PageCommand {
  readonly label: string;
  /** Where it is found by mouse. */
  readonly place: string;
  readonly element: HTMLElement;
}

const PRESSABLE = 'a[href], button, summary, [role="tab"], [role="switch"]';

/**
 * What can be pressed on a page now: links, buttons, tabs and switches that are seen, each once. Rows of lists are left
 * out, since the search finds what they show; so are dialogs.
 */
export const readPageCommands = (page: ParentNode): readonly PageCommand[] => {
  const commands = [...page.querySelectorAll<HTMLElement>(PRESSABLE)]
    .filter(isOffered)
    .map((element) => ({ element, label: labelOf(element), place: placeOf(element) }))
    .filter(({ label }) => label !== '');
  return commands.filter(
    ({ label, place }, at) =>
      commands.findIndex((first) => first.label === label && first.place === place) === at,
  );
};

const isOffered = (element: HTMLElement): boolean =>
  element.closest('[role="dialog"], [role="menu"], [data-row], [inert]') === null &&
  !element.matches(':disabled, [aria-disabled="true"], [aria-current="page"]') &&
  element.checkVisibility({ visibilityProperty: true });

const labelOf = (element: HTMLElement): string =>
  oneLine(element.ariaLabel ?? (element.textContent || element.title));

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const LANDMARK = 'nav, header, [aria-label], section, main';

/** The name of the part of the page that has it. */
const placeOf = (element: HTMLElement): string => {
  for (let part = parentOf(element); part !== null; part = parentOf(part)) {
    const name = oneLine(
      part.ariaLabel ?? part.querySelector(':scope > * > h2, :scope > h2')?.textContent ?? '',
    );
    if (name !== '' && !part.matches('nav')) return name;
    if (part.matches('header, nav')) return 'Header';
    if (part.matches('main')) return oneLine(part.querySelector('h1')?.textContent ?? 'This page');
  }
  return 'This page';
};

const parentOf = (element: Element): Element | null => element.parentElement?.closest(LANDMARK) ?? null;

/** Those that have every word, those whose label begins with the text first. */
export const findCommands = (commands: readonly PageCommand[], text: string): readonly PageCommand[] => {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  return commands
    .filter(({ label, place }) => words.every((word) => `${label} ${place}`.toLowerCase().includes(word)))
    .toSorted((one, other) => rank(one, wanted) - rank(other, wanted));
};

const rank = ({ label }: PageCommand, wanted: string): number => {
  const at = label.toLowerCase().indexOf(wanted);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
};
