/** The longest text of a report that is kept, in UTF-16 code units: as much as the HTTP lane takes. */
export const MESSAGE_LIMIT = 20_000;

/** Cut at the limit, and says so: half of a pair of surrogates would be no text. */
export const cutText = (text: string): string => {
  if (text.length <= MESSAGE_LIMIT) return text;
  const kept = text.slice(0, MESSAGE_LIMIT).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept} … (${text.length - kept.length} characters more)`;
};

/** A message may be an object, a number, or missing. Undefined where it says nothing. */
export const messageText = (message: unknown): string | undefined => {
  if (message === undefined || message === null || message === '') return undefined;
  return typeof message === 'string' ? message : JSON.stringify(message);
};
