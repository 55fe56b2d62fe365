import type { Instance } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { anExtractor, at } from '../../jobs/builders.ts';
import { lanesOf, sourceOf, switchOffWords, wishesOf } from './extractor-words.ts';

const anInstance = (over: Partial<Instance>): Instance => ({
  id: 'i1',
  version: '1.0',
  lane: 'http',
  host: null,
  status: 'live',
  first_seen_at: at(0),
  last_seen_at: at(0),
  interval_ms: 300_000,
  running: 0,
  ...over,
});

test('what sets an extractor off is named by its subject, types of files as they are', () => {
  const process = { file: ['text/*'], dataset: ['file.added'], metadata: ['added.file'] };
  expect(wishesOf(anExtractor({ process }))).toEqual(['text/*', 'dataset file.added', 'metadata added.file']);
  expect(wishesOf(anExtractor())).toEqual([]);
});

test('lanes are those of instances that are not gone, each once', () => {
  expect(lanesOf([anInstance({ lane: 'http' }), anInstance({ lane: 'http', id: 'i2' })])).toBe('HTTP');
  expect(lanesOf([anInstance({ lane: 'http' }), anInstance({ lane: 'rabbitmq' })])).toBe('RabbitMQ, HTTP');
  expect(lanesOf([anInstance({ lane: 'rabbitmq', status: 'gone' })])).toBe('');
});

test('only an address of the web becomes a link', () => {
  const source = (...urls: string[]) =>
    sourceOf(anExtractor({ repository: urls.map((repUrl) => ({ repUrl })) }));
  expect(source('https://example.org/x.git')).toBe('https://example.org/x.git');
  expect(source('javascript:alert(1)', 'git@example.org:x.git', '')).toBeUndefined();
  expect(source('data:text/html,x', 'http://example.org')).toBe('http://example.org');
});

test('who switches an extractor off is told what becomes of the jobs that wait', () => {
  expect(switchOffWords(1)).toMatch(/^1 job waits for it .* none is lost/);
  expect(switchOffWords(14)).toMatch(/^14 jobs wait for it/);
});
