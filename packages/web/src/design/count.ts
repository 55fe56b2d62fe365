const grouped = new Intl.NumberFormat('en');

/** "48", "3,000". */
export const formatCount = (count: number): string => grouped.format(count);

/** "1 file", "3,000 files". */
export const countOf = (count: number, thing: string): string =>
  `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
