import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { ACCOUNT_ROLES } from '@pawprint/protocol';
import { z } from 'zod';
import { withDatabase } from '../open-database.ts';
import { type CommandExitCode, runWithSettings, type Terminal } from '../terminal.ts';
import { createAccount, listPeople, makeAdmin, resetPassword, unban } from './account-acts.ts';

/** `pawprint admin …`, for when nobody can sign in. The exit code: 0 done, 1 failed, 2 wrong arguments or settings. */
export const runAdminCommand = async (
  args: readonly string[],
  terminal: Terminal,
): Promise<CommandExitCode> => {
  const { print, printError } = terminal;
  const command = parseCommand(args);
  if (command.kind === 'help') {
    print(HELP);
    return 0;
  }
  if (command.kind === 'wrong') {
    printError(`${command.problem}\nSee pawprint admin --help.`);
    return 2;
  }
  return runWithSettings(terminal, async (config) => {
    const by = { kind: 'command', name: userInfo().username } as const;
    print(await withDatabase(config, (db) => command.run({ db, by, now: Date.now })));
    return 0;
  });
};

type Command =
  | { readonly kind: 'run'; readonly run: (ports: Parameters<typeof unban>[0]) => Promise<string> }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

const parseCommand = (args: readonly string[]): Command => {
  const parsed = parse(args);
  if ('problem' in parsed) return wrong(parsed.problem);
  const { values, positionals } = parsed;
  const [name, email, ...rest] = positionals;
  if (values.help || name === undefined || name === 'help') return { kind: 'help' };
  if (name === 'list')
    return email === undefined ? { kind: 'run', run: listPeople } : wrong('list takes no e-mail address.');
  if (!isAct(name)) return wrong(`There is no command ${name}.`);
  if (rest.length > 0) return wrong(`${name} takes one e-mail address.`);
  if (!z.email().safeParse(email).success || email === undefined)
    return wrong(`${name} needs the e-mail address of an account.`);
  const role = z.enum(ACCOUNT_ROLES).safeParse(values.role);
  if (!role.success) return wrong(`A role is one of ${ACCOUNT_ROLES.join(', ')}.`);
  const person = { email: email.toLowerCase(), name: values.name ?? email, role: role.data };
  return { kind: 'run', run: (ports) => ACTS[name](ports, person) };
};

const ACTS = {
  'reset-password': resetPassword,
  'make-admin': makeAdmin,
  unban,
  create: createAccount,
} as const;

const isAct = (name: string): name is keyof typeof ACTS => Object.hasOwn(ACTS, name);

const wrong = (problem: string): Command => ({ kind: 'wrong', problem });

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        name: { type: 'string' },
        role: { type: 'string', default: 'user' },
      },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

const HELP = `pawprint admin: manages accounts on the server's machine, when nobody can sign in

  pawprint admin list                      everybody with an account
  pawprint admin reset-password EMAIL      prints a new password once, and ends all sessions
  pawprint admin make-admin EMAIL          makes somebody an administrator
  pawprint admin unban EMAIL               lifts a ban
  pawprint admin create EMAIL              makes an account, and prints its password once
    --name NAME                            default: the e-mail address
    --role ROLE                            ${ACCOUNT_ROLES.join(', ')}; default user
  -h, --help                               this text

It works on the database itself: set PAWPRINT_DATA_DIR, or DATABASE_URL, as the server has it, and run it as the
server's user. The server may be running or not. All but list is in the audit log.

Exit codes: 0 done, 1 failed, 2 wrong arguments or settings.

Examples
  PAWPRINT_DATA_DIR=/srv/pawprint npx pawprint admin list
  PAWPRINT_DATA_DIR=/srv/pawprint npx pawprint admin reset-password ana@example.org
  DATABASE_URL=postgresql://… npx pawprint admin create ben@example.org --name 'Ben Ito' --role admin
`;
