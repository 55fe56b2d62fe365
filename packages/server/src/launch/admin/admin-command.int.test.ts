import { createTestDatabase, startTestServer, type TestDatabase } from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findUserByPassword } from '../../access/password.ts';
import { startEmbeddedPostgres } from '../../store/embedded-postgres/start-embedded-postgres.ts';
import { migrate } from '../../store/migrate.ts';
import { runAdminCommand } from './admin-command.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('users').execute();
  for (const [id, role, banned] of [
    ['ana', 'admin', false],
    ['ben', 'user', true],
  ] as const)
    await database.db
      .insertInto('users')
      .values({ id, name: id.toUpperCase(), email: `${id}@example.org`, role, banned })
      .execute();
});

const run = async (
  command: string,
  environment: Readonly<Record<string, string>> = { DATABASE_URL: database.url },
) => {
  const [output, errors]: [string[], string[]] = [[], []];
  const code = await runAdminCommand(command.split(' ').filter(Boolean), {
    environment,
    print: (text) => void output.push(text),
    printError: (text) => void errors.push(text),
  });
  return { code, output: output.join('\n'), errors: errors.join('\n') };
};

const lastAct = async () =>
  await database.db
    .selectFrom('audit_log')
    .select(['act', 'subject_name', 'means', 'user_id'])
    .orderBy('id', 'desc')
    .executeTakeFirst();

const passwordIn = (output: string): string => /([a-z2-9]{4}-){4}[a-z2-9]{4}/.exec(output)?.[0] ?? '';

describe('pawprint admin', () => {
  test('lists everybody, with role and ban', async () => {
    const { code, output } = await run('list');
    expect([code, output]).toEqual([
      0,
      'ana@example.org  admin      ANA\nben@example.org  user       banned, BEN',
    ]);
  });

  test('resets a password, ends sessions, and records it without the password', async () => {
    const expires_at = new Date(Date.now() + 60_000);
    await database.db
      .insertInto('sessions')
      .values({ id: 's', token: 't', user_id: 'ana', expires_at })
      .execute();
    const { code, output } = await run('reset-password Ana@example.org');
    expect(code).toBe(0);
    const password = passwordIn(output);
    expect(await findUserByPassword(database.db, 'ana@example.org', password, Date.now())).toMatchObject({
      id: 'ana',
    });
    expect(await database.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
    const act = { act: 'account.change_password', subject_name: 'ANA', means: 'command', user_id: null };
    expect(await lastAct()).toEqual(act);
    expect(JSON.stringify(await database.db.selectFrom('audit_log').selectAll().execute())).not.toContain(
      password,
    );
  });

  test('makes an administrator, and says that they are banned', async () => {
    const { output } = await run('make-admin ben@example.org');
    expect(output).toContain('ben@example.org is an administrator.\nThe account is banned');
    expect((await run('unban ben@example.org')).output).toBe('ben@example.org is not banned.');
    const ben = database.db.selectFrom('users').select(['role', 'banned']).where('id', '=', 'ben');
    expect(await ben.executeTakeFirst()).toEqual({ role: 'admin', banned: false });
    expect(await lastAct()).toMatchObject({ act: 'account.unban', means: 'command' });
  });

  test('creates an account that can sign in', async () => {
    const { code, output } = await run('create cy@example.org --name Cy --role operator');
    expect(code).toBe(0);
    const user = await findUserByPassword(database.db, 'cy@example.org', passwordIn(output), Date.now());
    expect(user).toMatchObject({ name: 'Cy', role: 'operator' });
    expect(await run('create cy@example.org')).toMatchObject({
      code: 1,
      errors: 'There is an account with the e-mail cy@example.org already.',
    });
  });

  test.each([
    ['reset-password nobody@example.org', 1, 'There is no account with the e-mail nobody@example.org.'],
    ['reset-password', 2, 'reset-password needs the e-mail address of an account.'],
    ['make-admin ben', 2, 'make-admin needs the e-mail address of an account.'],
    ['unban ben@example.org ana@example.org', 2, 'unban takes one e-mail address.'],
    ['create x@example.org --role god', 2, 'A role is one of'],
    ['explode', 2, 'There is no command explode.'],
    ['list --nope', 2, "Unknown option '--nope'"],
  ])('refuses %s with %i', async (command, code, sentence) => {
    const result = await run(command);
    expect([result.code, result.output]).toEqual([code, '']);
    expect(result.errors).toContain(sentence);
  });

  test.each(['', 'help', '--help', 'reset-password --help'])('shows examples for “%s”', async (command) => {
    const { code, output } = await run(command);
    expect([code, output]).toEqual([0, expect.stringContaining('Examples\n')]);
  });
});

describe('the database in the data directory', () => {
  const newFolder = async (): Promise<string> => {
    const { path, remove } = await temporaryFolder('closed');
    onTestFinished(remove);
    return path;
  };

  test('is started for the command, and used beside the server that runs it', async () => {
    const PAWPRINT_DATA_DIR = await newFolder();
    const first = await startEmbeddedPostgres({ dataDir: PAWPRINT_DATA_DIR });
    await migrate(first.url);
    expect((await run('create ana@example.org', { PAWPRINT_DATA_DIR })).code).toBe(0);
    await first.stop();
    expect((await run('list', { PAWPRINT_DATA_DIR })).output).toContain('ana@example.org');
    // The command has stopped it again, or this start would be refused.
    await (await startEmbeddedPostgres({ dataDir: PAWPRINT_DATA_DIR })).stop();
  });

  test('is not created by the command', async () => {
    const PAWPRINT_DATA_DIR = await newFolder();
    const { code, errors } = await run('list', { PAWPRINT_DATA_DIR });
    expect([code, errors]).toEqual([1, expect.stringContaining('There is no database in ')]);
  });
});

test('a password from the command line signs in at the server', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.stop());
  const { rows } = await server.db.executeQuery<{ url: string }>(
    server.db.selectNoFrom((eb) => eb.fn<string>('current_database').as('url')).compile(),
  );
  const url = new URL(database.url);
  url.pathname = `/${rows[0]?.url}`;
  const { output } = await run('reset-password admin@example.org', { DATABASE_URL: url.href });
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.org', password: passwordIn(output) }),
  });
  expect(response.status).toBe(200);
});
