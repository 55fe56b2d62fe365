import { clowderEntries, splitRoutes } from './clowder-routes.ts';

/** docs/clowder-compatibility.md with its tables of routes, each of which stands between two comments, made again. */
export const compatibilityPage = (page: string): string => {
  for (const part of Object.keys(clowderEntries))
    if (!page.includes(`<!-- routes: ${part} `)) throw new Error(`The page has no table of ${part}.`);
  return page.replaceAll(
    /(<!-- routes: (\w+) .*-->\n)[^]*?(<!-- end of routes -->)/g,
    (_, start: string, part: string, end: string) => `${start}\n${tableOf(part)}\n${end}`,
  );
};

const tableOf = (part: string): string => {
  const entries = Object.entries(clowderEntries).find(([name]) => name === part)?.[1] ?? [];
  const rows = entries.map(({ routes, here, how }) => {
    const names = splitRoutes(routes).map((route) => `\`${route}\``);
    return `| ${names.join(', ')} | ${here} | ${how} |\n`;
  });
  return `${TABLE_HEAD}${rows.join('')}`;
};

const TABLE_HEAD = `| Route | here | how |
|---|---|---|
`;
