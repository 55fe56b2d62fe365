import { shortId } from '../../design/short-id.tsx';
import type { IsOpen } from './job-rows.ts';
import { MOST_OPEN_CHARACTERS } from './tree-params.ts';

// Which rows are open stands in the address: `x.ncsa.ocr j.c3ab61d9 -a.c3ab61d9.2`. A name begins with the kind of the row;
// a minus is in front of those that the reader closed though they are open from the start.

export const readOpenRows = (open: string): IsOpen => {
  const names = new Set(open.split(' '));
  return (key, byDefault) => names.has(nameOf(key)) || (byDefault && !names.has(`-${nameOf(key)}`));
};

/** Of these jobs, those whose rows are open; their attempts and events have to be loaded. */
export const openJobIds = (open: string, ids: Iterable<string>): string[] => {
  const names = new Set(open.split(' ').filter((name) => /^[jr]\./.test(name)));
  if (names.size === 0) return [];
  return [...ids].filter((id) => names.has(`j.${shortId(id)}`) || names.has(`r.${shortId(id)}`));
};

export const changeOpenRows = (open: string, key: string, isOpen: boolean): string => {
  const name = nameOf(key);
  const others = open.split(' ').filter((other) => ![name, `-${name}`, ''].includes(other));
  if (isOpen) return joinNewest([...others, name]);
  return joinNewest(MAY_BE_OPEN_FROM_START.test(name) ? [...others, `-${name}`] : others);
};

/** Attempts and the events of the server. */
const MAY_BE_OPEN_FROM_START = /^[as]\./;

/** More than about 250 open rows are too much for an address: those that were opened first are left out. */
const joinNewest = (names: readonly string[]): string => {
  const joined = names.join(' ');
  return joined.length > MOST_OPEN_CHARACTERS ? joinNewest(names.slice(1)) : joined;
};

/** A row in the address, by its key. Of a job it has the short id, which is also what the page shows. */
const nameOf = (key: string): string => {
  const [kind = '', id = '', ...numbers] = key.split(':');
  if (kind === 'x' || kind === 'i') return `${kind}.${encodeURIComponent(key.slice(2))}`;
  return [kind, shortId(id), ...numbers].join('.');
};
