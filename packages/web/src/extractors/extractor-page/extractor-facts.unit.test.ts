import { expect, test } from 'vitest';
import { anExtractor } from '../../jobs/builders.ts';
import { anInstance } from '../builders.ts';
import { repositoryUrl, triggerLabels, usedLanes } from './extractor-facts.tsx';
import { switchOffWarning } from './settings-tab.tsx';

test('triggers are named by their subject, file types as they are', () => {
  const process = { file: ['text/*'], dataset: ['file.added'], metadata: ['added.file'] };
  expect(triggerLabels(anExtractor({ process }))).toEqual([
    'text/*',
    'dataset file.added',
    'metadata added.file',
  ]);
  expect(triggerLabels(anExtractor())).toEqual([]);
});

test('lanes are those of instances that are present, each once', () => {
  expect(usedLanes([anInstance({ lane: 'http' }), anInstance({ lane: 'http', id: 'i2' })])).toBe('HTTP');
  expect(usedLanes([anInstance({ lane: 'http' }), anInstance({ lane: 'rabbitmq' })])).toBe('RabbitMQ, HTTP');
  for (const status of ['stopped', 'gone'] as const)
    expect(usedLanes([anInstance({ lane: 'rabbitmq', status })])).toBe('');
});

test('only a web address becomes a link', () => {
  const link = (...urls: string[]) =>
    repositoryUrl(anExtractor({ repository: urls.map((repUrl) => ({ repUrl })) }));
  expect(link('https://example.org/x.git')).toBe('https://example.org/x.git');
  expect(link('javascript:alert(1)', 'git@example.org:x.git', '')).toBeUndefined();
  expect(link('data:text/html,x', 'http://example.org')).toBe('http://example.org');
});

test('the warning says what happens to waiting jobs', () => {
  expect(switchOffWarning(1)).toMatch(/^1 job waits for it .* none is lost/);
  expect(switchOffWarning(14)).toMatch(/^14 jobs wait for it/);
});
