import type { FirstAdmin } from '../access/first-admin.ts';

export interface Started {
  readonly version: string;
  /** Where to open it. */
  readonly url: string;
  /** Its address on this machine. */
  readonly listensAt: string;
  /** Set at the first start only. */
  readonly firstAdmin: FirstAdmin | null;
}

const signInLines = ({ email, generatedPassword }: FirstAdmin): string[] => [
  '',
  `  Administrator   ${email}`,
  generatedPassword === null
    ? '  Password        the one in PAWPRINT_ADMIN_PASSWORD'
    : `  Password        ${generatedPassword}   (shown this once: keep it)`,
];

/** For the person who started the server: its address, the first password, and what to do next. */
export const banner = ({ version, url, listensAt, firstAdmin }: Started): string =>
  [
    '',
    `Pawprint ${version} is ready at ${url}`,
    ...(listensAt === url ? [] : [`  It listens at   ${listensAt}`]),
    ...(firstAdmin ? signInLines(firstAdmin) : []),
    '',
    firstAdmin
      ? '  Next: open the address, sign in, create a dataset and drop some files on it.'
      : '  Ctrl+C stops it.',
    '',
  ].join('\n');
