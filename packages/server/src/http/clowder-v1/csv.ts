/** A spreadsheet takes a cell that begins like this for a formula, and runs it: a leading apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string): string => {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
};

/** One line as RFC 4180 has it, every value quoted; ended as Clowder v1 ends it. */
export const csvLine = (values: readonly string[]): string => `${values.map(cell).join(',')}\n`;
