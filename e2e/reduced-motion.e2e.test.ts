import { createDatasetWith, followUntil } from '@pawprint/testing';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { runExtractor } from './own-extractor.ts';
import { focusInDialog } from './press-keys.ts';
import { useServer } from './use-server.ts';

useBrowser();
const server = useServer();

/** Runs in the page: animations under way that change anything over time, and elements with a transition to come. */
const motions = (): string[] => {
  const running = document
    .getAnimations()
    .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 0)
    .map(
      (animation) => `runs: ${animation instanceof CSSAnimation ? animation.animationName : 'transition'}`,
    );
  const lasts = (durations: string): boolean =>
    durations.split(',').some((duration) => Number.parseFloat(duration) > 0);
  const styled = [...document.querySelectorAll('*')].flatMap((element) =>
    ['', '::before', '::after']
      .map((pseudo) => getComputedStyle(element, pseudo))
      .filter(
        ({ transitionDuration, transitionProperty, animationName, animationDuration }) =>
          (transitionProperty !== 'none' && lasts(transitionDuration)) ||
          (animationName !== 'none' && lasts(animationDuration)),
      )
      .map(() => `moves: ${element.tagName} ${element.getAttribute('class')}`),
  );
  return [...new Set([...running, ...styled])];
};

/** A job that runs until the test ends. */
const runJob = async (): Promise<{ readonly datasetId: string; readonly jobId: string }> => {
  const ended = new Promise<void>((resolve) => onTestFinished(() => resolve()));
  await runExtractor(server(), 'e2e.waits', () => ended);
  const { client } = server();
  const { datasetId } = await createDatasetWith(client, [{ name: 'a.txt', content: 'a' }]);
  const isRunning = (jobs: ReadonlyMap<string, { readonly state: string }>): boolean =>
    [...jobs.values()].some(({ state }) => state === 'RUNNING');
  const jobs = await followUntil(client, { dataset_id: datasetId }, isRunning);
  return { datasetId, jobId: [...jobs.keys()][0] ?? '' };
};

const motionsOf = async (page: Page, path: string): Promise<readonly string[]> => {
  await page.goto(server().url + path);
  await settle(page);
  return page.evaluate(motions);
};

test('nothing moves for who has asked for less motion', async () => {
  const { datasetId, jobId } = await runJob();
  const page = await openPage();
  await signIn(page, server());
  // The running icon turns for everybody else.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto(`${server().url}/jobs/${jobId}`);
  await expect.poll(() => page.evaluate(motions)).toContainEqual(expect.stringMatching(/^runs: .*turn/));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: Record<string, readonly string[]> = {};
  const paths = [
    '/',
    '/jobs',
    `/jobs/${jobId}`,
    `/datasets/${datasetId}`,
    `/datasets/${datasetId}?tab=grid`,
    `/datasets/${datasetId}?tab=extractions`,
    `/datasets/${datasetId}?tab=timeline`,
    '/extractors/e2e.waits',
    '/spaces',
    '/admin/people',
    '/admin/system',
    '/account',
  ];
  for (const path of paths) {
    const moving = await motionsOf(page, path);
    if (moving.length > 0) found[path] = moving;
  }
  await page.goto(`${server().url}/datasets/${datasetId}`);
  await page.getByRole('button', { name: 'Share…' }).click();
  await focusInDialog(page);
  await page.getByRole('switch', { name: /Public/ }).press('Space');
  await page.getByRole('button', { name: 'Make it public' }).waitFor();
  const moving = await page.evaluate(motions);
  if (moving.length > 0) found['sharing'] = moving;
  expect(found).toEqual({});
});
