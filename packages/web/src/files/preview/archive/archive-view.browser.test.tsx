import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { MadeBytes } from '../../../gallery/fake-api.ts';
import { renderExample } from '../../../gallery/render-example.tsx';
import { aPdf } from '../pdf/pdf.builder.ts';
import { shown } from '../shown-file.tsx';
import { Broken, Tar, Zip } from './archive-view.gallery.tsx';
import { aTar } from './tar.builder.ts';
import { aZip, packedZeros } from './zip.builder.ts';

const open = (path: string) => userEvent.click(page.getByRole('button', { name: path, exact: true }));

test.each([
  ['zip', Zip],
  ['tar', Tar],
] as const)(
  'the content of a %s archive is listed, and an entry is opened as what it is',
  async (_, example) => {
    await renderExample(example);
    await expect.element(page.getByText(/^2 files, 5\d B unpacked/)).toBeVisible();
    await open('cores/plot-07.csv');
    const entry = page.getByRole('region', { name: 'cores/plot-07.csv', exact: true });
    await expect.element(entry.getByRole('columnheader', { name: 'depth_cm' })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Close cores/plot-07.csv' }));
    await open('cores/README.md');
    await expect.element(page.getByRole('heading', { name: 'Cores', exact: true })).toBeVisible();
  },
);

test('of a large archive its directory and the opened entry are read', async () => {
  const zip = aZip([
    { path: 'large.bin', content: new Uint8Array(30_000_000) },
    { path: 'small.txt', content: 'three short words' },
  ]);
  let read = 0;
  const bytes: MadeBytes = {
    size: zip.length,
    read: (start, end) => {
      read += end - start;
      return zip.slice(start, end);
    },
  };
  await renderExample(shown('large.zip', 'application/zip', bytes));
  await open('small.txt');
  await expect.element(page.getByText('three short words')).toBeVisible();
  expect(read).toBeLessThan(1_000_000);
});

test('pictures and documents in an archive are shown, and what is too large of them is not', async () => {
  const zip = aZip([
    { path: 'plot.svg', content: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>' },
    { path: 'notes.pdf', content: aPdf(['Soil cores']) },
    { path: 'huge.png', ...(await packedZeros(100_000_000)) },
  ]);
  await renderExample(shown('delivery.zip', 'application/zip', zip));
  await open('plot.svg');
  await expect.element(page.getByText('40 × 30 pixels, 100 %')).toBeVisible();
  await open('notes.pdf');
  await expect.element(page.getByText('Soil cores')).toBeInTheDocument();
  await open('huge.png');
  await expect
    .element(page.getByText('It is larger than 20.0 MB. Download the archive to look at it.'))
    .toBeVisible();
});

test('a bomb is unpacked no further than is shown', async () => {
  const zip = aZip([{ path: 'zeros.txt', ...(await packedZeros(200_000_000)) }]);
  await renderExample(shown('bomb.zip', 'application/zip', zip));
  await expect.element(page.getByText('1 file, 200 MB unpacked')).toBeVisible();
  await open('zeros.txt');
  await expect.element(page.getByText('the first 1.0 MB of 200 MB')).toBeVisible();
});

test.each([
  ['cut', Broken],
  ['no archive', shown('text.zip', 'application/zip', 'no archive '.repeat(50))],
  ['no tar', shown('text.tar', 'application/x-tar', 'no archive '.repeat(50))],
])('an archive that is %s says so', async (_, example) => {
  await renderExample(example);
  await expect.element(page.getByRole('heading', { name: 'This archive is broken' })).toBeVisible();
});

test('the entries before a broken header are shown', async () => {
  const tar = aTar([{ path: 'a.txt', content: 'a' }]);
  tar[1030] = 7;
  await renderExample(shown('changed.tar', 'application/x-tar', tar));
  await expect.element(page.getByRole('button', { name: 'a.txt' })).toBeVisible();
  await expect
    .element(page.getByText('The archive is broken: There is no header at byte 1024.'))
    .toBeVisible();
});

test('an entry that is broken says so, and one that is encrypted is not opened', async () => {
  const zip = aZip([
    { path: 'broken.txt', content: 'no deflate', unpacked: { size: 100, sum: 1 } },
    { path: 'secret.txt', content: 'x'.repeat(20), flags: 1 },
    { path: '../../<img src=x onerror=alert(1)>.txt', content: 'harmless' },
  ]);
  await renderExample(shown('mixed.zip', 'application/zip', zip));
  await open('broken.txt');
  await expect.element(page.getByRole('heading', { name: 'This entry is broken' })).toBeVisible();
  await expect.element(page.getByText('encrypted')).toBeVisible();
  expect(page.getByRole('button', { name: 'secret.txt' }).query()).toBeNull();
  await userEvent.click(page.getByRole('button', { name: '../../<img src=x onerror=alert(1)>.txt' }));
  await expect.element(page.getByText('harmless')).toBeVisible();
  expect(document.querySelector('[onerror]')).toBeNull();
});

const gzipped = async (content: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

test('what is packed by gzip is shown as what it is', async () => {
  const tar = await gzipped(aTar([{ path: 'notes.txt', content: 'three short words' }]));
  await renderExample(shown('delivery.tar.gz', 'application/gzip', tar));
  await open('notes.txt');
  await expect.element(page.getByText('three short words')).toBeVisible();
});

test('a bomb of gzip is unpacked no further than is shown', async () => {
  const bomb = await gzipped(new Uint8Array(100_000_000).fill(0x61));
  await renderExample(shown('bomb.txt.gz', 'application/gzip', bomb));
  await expect.element(page.getByText('Unpacked, the first 16.0 MB')).toBeVisible();
});

test('what is broken in a file of gzip is said', async () => {
  await renderExample(shown('cut.csv.gz', 'application/gzip', (await gzipped('a,b\n1,2\n')).slice(0, 15)));
  await expect.element(page.getByRole('heading', { name: 'This file is broken' })).toBeVisible();
});
