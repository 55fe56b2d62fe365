import { randomInt } from 'node:crypto';

/** Without letters that are taken for one another when copied from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const LETTERS_PER_GROUP = 4;

const group = (): string =>
  Array.from({ length: LETTERS_PER_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** e.g. `k7wd-29fp-hx3m-qrt8-vbn5`: about 99 bits. */
export const readablePassword = (): string => Array.from({ length: GROUPS }, group).join('-');
