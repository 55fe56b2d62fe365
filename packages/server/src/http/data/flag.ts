/** Yes or no in a query, as Clowder v1 reads it. */
export const isYes = (flag: 'true' | 'false' | '0' | '1'): boolean => flag === 'true' || flag === '1';
