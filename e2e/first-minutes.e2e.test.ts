import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newDataDir, readLines, removeDataDir } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { problems } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

const FILES = { shell: 'line-count.sh', python: 'line_count.py', typescript: 'line-count.mts' } as const;
type Language = keyof typeof FILES;
const LANGUAGES = Object.keys(FILES) as Language[];

const textOf = async (page: Page, figure: string): Promise<string> =>
  (await page.getByRole('figure', { name: figure, exact: true }).locator('pre').textContent()) ?? '';

/**
 * Saves the script that the page shows in an empty folder, and runs the commands that it shows there, until the test ends.
 *
 * @param change to the script, as a person makes it
 */
const runWhatIsShown = async (page: Page, language: Language, change = (script: string) => script) => {
  const folder = await newDataDir();
  await writeFile(join(folder, FILES[language]), change(await textOf(page, 'The script')));
  const commands = await textOf(page, 'The commands');
  const child = spawn('sh', ['-ec', commands], {
    cwd: folder,
    // A group of its own, since npx starts further processes.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal);
  };
  onTestFinished(async () => {
    end('SIGKILL');
    await exited;
    await removeDataDir(folder);
  });
  await readLines(child.stdout, child.stderr).waitFor(/at work for/);
  return { stop: () => end('SIGTERM') };
};

const openWriting = async (language: Language, name: string): Promise<Page> => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/extractors/new?tab=${language}&name=${name}`);
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByText('It is shown only now').waitFor();
  return page;
};

const stateOf = (page: Page, state: string) =>
  page.getByRole('status', { name: 'State of the trial' }).getByText(state, { exact: true });

const metadataOf = async (name: string): Promise<unknown[]> => {
  const { client } = server();
  const [job] = (await client.call('listJobs', { query: { extractor: name } }))?.items ?? [];
  const found = await client.call('listFileMetadata', { params: { id: job?.resource.id ?? '' } });
  return (found ?? []).map(({ content }) => content);
};

test('a new person comes from an empty server to the first Done of their own extractor', async () => {
  const page = await openPage();
  await signIn(page, server());
  let clicks = 0;
  const click = async (role: 'button' | 'link', name: string): Promise<void> => {
    await page.getByRole(role, { name, exact: true }).first().click();
    clicks += 1;
  };
  const steps = page.getByRole('region', { name: 'First steps' });
  await steps.getByText('Create a dataset').waitFor();
  await click('button', 'New dataset');
  await page.getByLabel('Name', { exact: true }).fill('Field notes');
  await click('button', 'Create');
  const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('dry\nwet\n') };
  await page.locator('input[type=file]').setInputFiles([notes]);
  await page.getByRole('heading', { name: 'Uploaded 1 file' }).waitFor();
  await click('link', 'Home');
  for (const done of ['Create a dataset', 'Upload a file'])
    await steps.getByRole('listitem').filter({ hasText: 'Done:' }).getByText(done).waitFor();
  const errors: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
  await click('link', 'Write an extractor');
  await page.getByRole('heading', { name: 'Write an extractor' }).waitFor();
  await page.getByText(/Waiting to hear from .*\.line-count…/).waitFor();
  expect(await problems(page)).toEqual([]);
  await click('button', 'Make a key');
  await page.getByText('It is shown only now').waitFor();
  const [key] = (await server().client.call('listKeys', {}))?.keys ?? [];
  expect(key).toMatchObject({ name: expect.stringMatching(/^Extractor /), scopes: ['write'] });
  await click('button', 'Copy the script');
  await click('button', 'Copy the commands');
  const { stop } = await runWhatIsShown(page, 'shell');
  await page.getByText(/\.line-count is running: version 1\.0\.0, 1 instance/).waitFor();
  expect(errors, 'while the extractor was waited for').toEqual([]);
  await expect.poll(() => page.getByRole('combobox', { name: 'File' }).innerText()).toContain('notes.txt');
  await page.getByRole('button', { name: /^Run .*\.line-count$/ }).click();
  clicks += 1;
  await stateOf(page, 'Done').waitFor();
  expect(clicks).toBe(8);
  await page.getByRole('region', { name: 'Log of the job' }).getByText('50% Counting.').waitFor();
  expect(await problems(page)).toEqual([]);

  await page.getByRole('link', { name: 'See its metadata' }).click();
  await page.getByText('lines', { exact: true }).first().waitFor();
  await page.getByRole('link', { name: 'Home', exact: true }).first().click();
  await page.getByRole('region', { name: 'My jobs' }).getByText('notes.txt').first().waitFor();
  await steps.waitFor({ state: 'detached' });
  stop();
});

test.each(LANGUAGES)('the script in %s is heard, counts a sample, and takes its leave', async (language) => {
  const name = `e2e.${language}`;
  const page = await openWriting(language, name);
  const { stop } = await runWhatIsShown(page, language);
  await page.getByText(`${name} is running`).waitFor();
  await page.getByRole('combobox', { name: 'File' }).selectOption({ label: SAMPLE });
  await page.getByRole('button', { name: `Run ${name}` }).click();
  await stateOf(page, 'Done').waitFor();
  expect(await metadataOf(name)).toContainEqual({ lines: 3, bytes: 34 });

  // The address brings the same back.
  await page.waitForURL(/[?&]job=/);
  await page.reload();
  await stateOf(page, 'Done').waitFor();
  stop();
  const { client } = server();
  await expect
    .poll(async () => (await client.call('listInstances', { params: { name } }))?.map(({ status }) => status))
    .toEqual(['stopped']);
});

const SAMPLE = 'A sample text, uploaded now to your dataset “First steps”';

test.each([
  [
    'shell',
    'report PROGRESS',
    'echo "no \\"header\\" row" >&2; return 1; report PROGRESS',
    'no "header" row',
  ],
  [
    'python',
    'progress(0.5,',
    'raise ValueError("no header row")\n    progress(0.5,',
    'ValueError: no header row',
  ],
] as const)(
  'work that fails in %s makes the job fail with what it said',
  async (language, at, broken, said) => {
    const name = `e2e.broken-${language}`;
    const page = await openWriting(language, name);
    await runWhatIsShown(page, language, (script) => script.replace(at, broken));
    await page.getByText(`${name} is running`).waitFor();
    await page.getByRole('combobox', { name: 'File' }).selectOption({ label: SAMPLE });
    await page.getByRole('button', { name: `Run ${name}` }).click();
    await stateOf(page, 'Failed').waitFor();
    const state = page.getByRole('status', { name: 'State of the trial' });
    await expect.poll(() => state.innerText()).toContain(said);
  },
);

test.each([
  [
    'shell',
    `report PROGRESS 'Counting.' '"progress": 0.5'`,
    "while report PROGRESS 'Counting.'; do sleep 0.2; done; return 1",
  ],
  [
    'python',
    'progress(0.5, f"{len(content)} bytes are here.")',
    'while True:\n        progress(0.5, "Counting.")\n        time.sleep(0.2)',
  ],
] as const)(
  'a job in %s whose cancel is requested stops at its next report',
  async (language, at, endless) => {
    const name = `e2e.endless-${language}`;
    const page = await openWriting(language, name);
    await runWhatIsShown(page, language, (script) => script.replace(at, endless));
    await page.getByText(`${name} is running`).waitFor();
    await page.getByRole('combobox', { name: 'File' }).selectOption({ label: SAMPLE });
    await page.getByRole('button', { name: `Run ${name}` }).click();
    await stateOf(page, 'Running').waitFor();
    const { client } = server();
    const [job] = (await client.call('listJobs', { query: { extractor: name } }))?.items ?? [];
    const cancelled = await client.call('cancelJob', { params: { id: job?.id ?? '' } });
    expect(cancelled?.state).toBe('RUNNING');
    await stateOf(page, 'Cancelled').waitFor();
  },
);

test('an extractor cannot take the name of the page', async () => {
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/extractors/new?name=new`);
  await page.getByText(/name of a page here/).waitFor();
  const registration = server().client.call('registerExtractor', { body: { name: 'new', version: '1' } });
  await expect(registration).rejects.toMatchObject({ status: 400, code: 'bad_request' });
});
