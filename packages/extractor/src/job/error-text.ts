const causeOf = (error: Error): string => (error.cause === undefined ? '' : ` (${errorText(error.cause)})`);

/** A thrown value as a person should read it: its message, with what caused it in brackets. Never empty. */
export const errorText = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error === 'string' && error ? error : `Threw ${String(error)}`;
  return `${error.message || error.name}${causeOf(error)}`;
};
