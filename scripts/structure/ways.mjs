// @ts-check
// The two ways that ARCHITECTURE.md lists file by file. A way's section is a heading with one of the titles below and,
// until the next heading, a numbered or bulleted list whose items link to files. Each link to a file is a file entered.
//
// A list is out of date if
// - a linked file does not exist or is linked twice,
// - or a file other than the first neither uses, nor is used by, a file listed before it.
// Where two files know each other only through a port, the list names the port's file before the second of them: both
// use it. The same goes for what two processes share, such as a schema of protocol.

/** @typedef {import('./modules.mjs').Module} Module */

export const WAY_TITLES = ['The way of a report', 'The way of an upload'];

/**
 * @typedef {object} Way
 * @property {string} title
 * @property {readonly string[] | undefined} files in the order listed; undefined if the page has no such section
 */

/**
 * @param {string} page Markdown that stands at the project's root
 * @returns {Way[]}
 */
export function readWays(page) {
  const sections = page.split(/^(?=#{1,6} )/m);
  return WAY_TITLES.map((title) => {
    const section = sections.find((text) => text.split('\n')[0]?.replace(/^#+ /, '').trim() === title);
    return { title, files: section === undefined ? undefined : listedFiles(section) };
  });
}

/**
 * What shows that a way's list is out of date, one sentence each.
 * @param {readonly string[]} files
 * @param {ReadonlyMap<string, Pick<Module, 'uses'>>} modules by path
 */
export function findStaleSteps(files, modules) {
  /** @param {string} a @param {string} b */
  const uses = (a, b) => modules.get(a)?.uses.has(b) ?? false;
  return files.flatMap((file, index) => {
    const before = files.slice(0, index);
    if (!modules.has(file)) return [`${file} does not exist`];
    if (before.includes(file)) return [`${file} is listed twice`];
    if (index === 0 || before.some((earlier) => uses(earlier, file) || uses(file, earlier))) return [];
    return [`${file} neither uses nor is used by a file listed before it`];
  });
}

/** @param {string} section */
function listedFiles(section) {
  const items = section.split('\n').filter((line) => /^\s*(?:[-*]|\d+\.) /.test(line));
  return items.flatMap((item) =>
    [...item.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target),
  );
}
