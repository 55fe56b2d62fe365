/** One line of CSV (RFC 4180), every value quoted, with the line end of Clowder v1. */
export const csvLine = (values: readonly string[]): string => `${values.map(cell).join(',')}\n`;

/** A spreadsheet runs a cell that begins like this as a formula, unless an apostrophe stands before it. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string): string => {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
};
