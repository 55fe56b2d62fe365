import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { createNoise, type DemoFile, numbered } from './demo-file.ts';
import { coreTable } from './tables.ts';

export const packedTable = (number: number): DemoFile => ({
  name: `core-${numbered(number)}.csv.gz`,
  bytes: async () => gzipSync(await coreTable(number).bytes()),
});

/** An archive whose upload broke off once. */
export const truncatedArchive = (name: string): DemoFile => ({
  name,
  bytes: async () => gzipSync(await coreTable(1).bytes()).subarray(0, 200),
});

export const zipArchive = (number: number): DemoFile => ({
  name: `delivery-${numbered(number)}.zip`,
  bytes: async () => {
    const zip = new ZipFile();
    for (const file of [coreTable(number), coreTable(number + 1)])
      zip.addBuffer(Buffer.from(await file.bytes()), file.name);
    zip.end();
    return buffer(zip.outputStream);
  },
});

/** The output of a data logger, in an unknown format. */
export const loggerDump = (number: number): DemoFile => ({
  name: `logger-${numbered(number)}.dat`,
  bytes: () => {
    const noise = createNoise(number);
    return Uint8Array.from({ length: 4_096 }, () => noise() * 256);
  },
});
