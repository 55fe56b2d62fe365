import { parseArgs } from 'node:util';

/** What the server was started for. */
export type Command =
  | { readonly kind: 'start' | 'help' | 'version' | 'print-config' }
  | { readonly kind: 'unknown'; readonly message: string };

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  'print-config': { type: 'boolean' },
} as const;

export const USAGE = `Starts a Pawprint server. It is configured by environment variables alone.

Usage: pawprint [start] [--version | --print-config], in a checkout: npm start -- …
       pawprint start|admin|backup|restore|doctor --help

  --help, -h       this text
  --version, -v    which Pawprint this is
  --print-config   the settings in force, without secrets
  admin            manages accounts when nobody can sign in
  backup, restore  copies of the database and of all files
  doctor           looks for what is wrong with them
`;

/** @param args what follows the program's name */
export const readCommand = (args: readonly string[]): Command => {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    return { kind: values['print-config'] ? 'print-config' : 'start' };
  } catch (error) {
    return { kind: 'unknown', message: error instanceof Error ? error.message : String(error) };
  }
};
