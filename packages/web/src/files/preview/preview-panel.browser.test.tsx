import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { MadeBytes } from '../../gallery/fake-api.ts';
import { renderExample } from '../../gallery/render-example.tsx';
import {
  BrokenJson,
  ByExtractors,
  Json,
  LargeText,
  Markdown,
  None,
  Source,
  Table,
  Text,
  TextThatFails,
} from './preview-panel.gallery.tsx';
import { shown } from './shown-file.tsx';

/** Bytes of one letter, which count how many of them are read. */
const counted = (size: number, byteAt: (at: number) => number): MadeBytes & { readBytes: number } => {
  const bytes = {
    size,
    readBytes: 0,
    read: (start: number, end: number) => {
      bytes.readBytes += end - start;
      return Uint8Array.from({ length: end - start }, (_, n) => byteAt(start + n));
    },
  };
  return bytes;
};

const [X, LINE_FEED] = [0x78, 0x0a];

const scroller = (name: RegExp) => page.getByRole('region', { name }).element();

test('a file of 10 GB costs what its first screen costs, and is read on while it is scrolled', async () => {
  const bytes = counted(10_000_000_000, (at) => (at % 100 === 99 ? LINE_FEED : X));
  await renderExample(shown('sensor.log', 'text/plain', bytes));
  await expect.element(page.getByText('10.0 GB, 655 lines read so far')).toBeVisible();
  expect(bytes.readBytes).toBe(65_536);
  expect(document.querySelectorAll('[data-index]').length).toBeLessThan(100);
  const text = scroller(/^Text of/);
  text.scrollTop = text.scrollHeight;
  await expect.element(page.getByText('655', { exact: true })).toBeInTheDocument();
  await expect.element(page.getByText(/3,276 lines read so far/)).toBeVisible();
  text.scrollTop = text.scrollHeight;
  await expect.element(page.getByText('3276', { exact: true })).toBeInTheDocument();
  expect(document.querySelectorAll('[data-index]').length).toBeLessThan(100);
});

test('the end of a large text is shown without what is before it, and the beginning again', async () => {
  await renderExample(LargeText);
  await userEvent.click(page.getByRole('button', { name: 'Show the end' }));
  await expect.element(page.getByText('The last 262 kB of 10.0 GB')).toBeVisible();
  await expect.element(page.getByText(/^000100000000 soil/)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Show the beginning' }));
  await expect.element(page.getByText(/^000000000001 soil/)).toBeVisible();
});

test('one line of 50 MB is read in parts', async () => {
  const bytes = counted(50_000_000, () => X);
  await renderExample(shown('one-line.txt', 'text/plain', bytes));
  await expect.element(page.getByText('1', { exact: true })).toBeInTheDocument();
  expect(bytes.readBytes).toBeLessThan(1_000_000);
  await userEvent.click(page.getByRole('button', { name: 'Wrap long lines' }));
  await expect.poll(() => scroller(/^Text of/).scrollWidth <= scroller(/^Text of/).clientWidth).toBe(true);
});

test('a short text has its lines numbered', async () => {
  await renderExample(Text);
  await expect.element(page.getByText('4 lines')).toBeVisible();
  const rows = [...document.querySelectorAll('[data-index]')].map((row) => row.textContent);
  expect(rows).toEqual(['1Plot 07', '2', '3Dug to 30 cm.', '4Dry, some roots.']);
});

test('an empty file says that it is empty', async () => {
  await renderExample(shown('empty.txt', 'text/plain', ''));
  await expect.element(page.getByText('The file is empty.')).toBeVisible();
});

test('what cannot be read says so', async () => {
  await renderExample(TextThatFails);
  await expect.element(page.getByRole('alert')).toHaveTextContent('There is no such file.');
});

test.each([
  ['of a type that no browser shows', None],
  ['a text by its name only', shown('claims.txt', 'text/plain', 'PK\0\0')],
])('a file that is %s has no preview', async (_, example) => {
  await renderExample(example);
  await expect.element(page.getByRole('heading', { name: 'No preview' })).toBeVisible();
});

test('separated values are a table whose numbers stand right, and a text by a switch', async () => {
  await renderExample(Table);
  await expect.element(page.getByText('40 rows, 6 columns, separated by semicolons')).toBeVisible();
  const alignOf = (name: string) =>
    getComputedStyle(page.getByRole('columnheader', { name, exact: true }).element()).textAlign;
  expect(['core', 'depth_cm', 'ph', 'taken'].map(alignOf)).toEqual(['left', 'right', 'right', 'left']);
  await expect.element(page.getByRole('cell', { name: 'dry; "sandy"' }).first()).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Text', exact: true }));
  await expect.element(page.getByText('core;depth_cm;ph;carbon;taken;note')).toBeVisible();
});

test('a table of 10,000 columns shows the first 100', async () => {
  const row = Array.from({ length: 10_000 }, (_, n) => n).join(',');
  await renderExample(shown('wide.csv', 'text/csv', `${row}\n${row}\n`));
  await expect.element(page.getByText(/the first 100 of 10,000 columns/)).toBeVisible();
  expect(document.querySelectorAll('th')).toHaveLength(101);
});

test('JSON is folded, and opens where the reader asks', async () => {
  await renderExample(Json);
  const coordinates = page.getByRole('button', { name: /^coordinates/ });
  await expect.element(coordinates).toHaveAttribute('aria-expanded', 'false');
  await userEvent.click(coordinates);
  await userEvent.click(page.getByRole('button', { name: /^1 \[ 3 items/ }));
  await expect.element(page.getByRole('button', { name: /^3 \[ 2 items/ })).toBeVisible();
  await userEvent.click(coordinates);
  await expect.element(page.getByRole('button', { name: /^1 \[ 3 items/ })).not.toBeInTheDocument();
});

test('numbers of JSON are shown as they are written', async () => {
  const numbers = ['12345678901234567890', '9007199254740993', '0.25'];
  await renderExample(shown('ids.json', 'application/json', `[${numbers.join(', ')}]`));
  for (const number of numbers) await expect.element(page.getByText(number, { exact: true })).toBeVisible();
});

test('JSON that nests 100,000 deep is harmless', async () => {
  const deep = `${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`;
  await renderExample(shown('deep.json', 'application/json', deep));
  await userEvent.click(page.getByRole('button', { name: /^1 \{/ }));
  await expect.element(page.getByRole('button', { name: /^a:? \[/ }).nth(1)).toBeVisible();
});

test('JSON that breaks off says so, and is shown as text', async () => {
  await renderExample(BrokenJson);
  await expect.element(page.getByRole('heading', { name: 'This JSON is broken' })).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Text', exact: true }));
  await expect.element(page.getByText('{"depths": [10, 20,')).toBeVisible();
});

test('Markdown is rendered, and its source is a switch away', async () => {
  await renderExample(Markdown);
  await expect.element(page.getByRole('heading', { name: 'Soil cores' })).toBeVisible();
  await expect.element(page.getByRole('table')).toBeVisible();
  await expect
    .element(page.getByRole('link', { name: 'https://example.org/transect' }))
    .toHaveAttribute('rel', 'noreferrer nofollow');
  await userEvent.click(page.getByRole('button', { name: 'Source' }));
  await expect.element(page.getByText('# Soil cores')).toBeVisible();
});

const HOSTILE = `<script>alert(1)</script>

<img src=x onerror=alert(1)><svg onload=alert(1)>

[click](javascript:alert(1)) ![](https://example.org/spy.png)
`;

test.each([
  ['a.md', 'text/markdown'],
  ['<img src=x onerror=alert(1)>.html', 'text/html'],
  ['a.svg', 'image/svg+xml'],
])('nothing in %s becomes an element of the page, or is loaded', async (name, type) => {
  await renderExample(shown(name, type, HOSTILE));
  const made = 'main :is(script, [onerror], [onload], [src^="https:"], [href^="javascript:"])';
  expect(document.querySelector(made)).toBeNull();
  const source = page.getByRole('button', { name: 'Source' });
  if (source.query()) await userEvent.click(source);
  await expect.element(page.getByText('alert(1)').first()).toBeVisible();
  expect(document.querySelector(made)).toBeNull();
});

test('a source is coloured by its language', async () => {
  await renderExample(Source);
  const colour = (text: string) =>
    getComputedStyle(page.getByText(text, { exact: true }).first().element()).color;
  await expect.element(page.getByText('def', { exact: true })).toBeVisible();
  expect(new Set(['def', 'mean', '"carbon"', '# closes it'].map(colour)).size).toBe(4);
});

test('what extractors made stands beside the file, with its job, attempt and version', async () => {
  await renderExample(ByExtractors);
  await expect
    .element(page.getByRole('tab', { name: /image-preview/ }))
    .toHaveAttribute('aria-selected', 'true');
  const first = page.getByRole('region', { name: 'Reduced to 640 pixels' });
  await expect.element(first.getByRole('img', { name: 'Reduced to 640 pixels' })).toBeVisible();
  await expect.element(first.getByRole('link', { name: /^Job / })).toBeVisible();
  await expect.element(first.getByText(/attempt 2 · version 2\.0/)).toBeVisible();
  await userEvent.click(page.getByRole('tab', { name: 'ncsa.ocr' }));
  await expect.element(page.getByText('Plot 7')).toBeVisible();
  await userEvent.click(page.getByRole('tab', { name: 'File' }));
  await expect.element(page.getByRole('heading', { name: 'No preview' })).toBeVisible();
});
