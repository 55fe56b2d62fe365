import type { DemoFile } from './files/demo-file.ts';
import { textFile } from './files/demo-file.ts';
import { brokenJson, fieldNotes, letter, siteDescription, siteList, transcript } from './files/documents.ts';
import { corePhoto, coreScan, gaugeChart, truncatedScan } from './files/images.ts';
import { loggerDump, packedTable, truncatedArchive, zipArchive } from './files/packed.ts';
import { recording, truncatedRecording } from './files/recordings.ts';
import { coreTable, gaugeTable, raggedTable, tableWithoutRows } from './files/tables.ts';

export interface DemoDataset {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** These files are always uploaded. */
  readonly always: readonly DemoFile[];
  /** Each makes further files in turn, up to the wanted number. */
  readonly more: readonly ((number: number) => DemoFile)[];
}

/** The recording that takes long enough to lose its extractor, and to be cancelled, in the middle. */
export const LONG_RECORDING = recording(1, 60);
/** The table whose rows are logged, one line each. */
export const LONG_TABLE = gaugeTable('sangamon-2024-quarter-hours.csv', 20_000);

/** What a person might have collected. Every file is computed; each description says so. */
export const DATASETS: readonly DemoDataset[] = [
  {
    name: 'Prairie soil cores, Goose Lake 2024',
    description:
      'Cores to 120 cm on a transect of the lake’s western shore: profiles, photographs, field notes.',
    tags: ['soil', 'prairie', '2024'],
    always: [corePhoto(1), raggedTable('vegetation-plots.csv'), siteList(1), siteList(2)],
    more: [coreTable, corePhoto, fieldNotes, siteList, packedTable],
  },
  {
    name: 'Stream gauges, Upper Sangamon',
    description: 'Stage and temperature every quarter of an hour, with a chart of each month.',
    tags: ['hydrology', 'time series'],
    always: [LONG_TABLE, tableWithoutRows('sangamon-2025.csv'), siteList(3)],
    more: [
      (number) => gaugeTable(`sangamon-week-${number}.csv`, 672),
      (number) => gaugeChart(`sangamon-week-${number}.svg`, 600),
      siteDescription,
    ],
  },
  {
    name: 'Night recordings, Kickapoo wetland',
    description: 'Frogs and birds between sunset and midnight, with a table of the calls in each minute.',
    tags: ['sound', 'wetland'],
    always: [LONG_RECORDING, truncatedRecording('night-broken-off.wav')],
    more: [(number) => recording(number, 6), transcript],
  },
  {
    name: 'Herbarium sheets and letters, Asteraceae',
    description: 'Scans of sheets, and the letters that went with them on loan.',
    tags: ['herbarium', 'scans'],
    always: [truncatedScan('scan-broken-off.png')],
    more: [coreScan, letter, fieldNotes],
  },
  {
    name: 'Deliveries, not sorted yet',
    description: 'As it came: archives, dumps of data loggers, files with names that programs stumble over.',
    tags: ['to be sorted'],
    always: [truncatedArchive('delivery-broken-off.csv.gz'), textFile('empty.txt', () => '')],
    more: [
      zipArchive,
      loggerDump,
      oddlyNamed,
      packedTable,
      (number) => brokenJson(`cut-off-${number}.json`),
      (number) => textFile(`empty-${number}.txt`, () => ''),
    ],
  },
];

const ODD_NAMES = [
  'field "notes" of O’Brien & O\'Neil <draft>.txt',
  'Bodenprofil Göttingen – Tiefe 0–30 cm.txt',
  '土壌コア 第3回 (再測定).txt',
  'عينات التربة.txt',
  '🌱 seedlings, tray 7.txt',
  `${'sampling-protocol-of-the-third-campaign-'.repeat(5)}final-2.txt`,
  '100% moisture; $HOME #1 + a=b.txt',
  ' two  spaces .txt',
];

function oddlyNamed(number: number): DemoFile {
  const name = ODD_NAMES[number % ODD_NAMES.length] ?? '';
  return textFile(name, () => `This file is called:\n${name}\n`);
}

/** The files of each dataset, so many in all. */
export const filesFor = (total: number): Map<DemoDataset, DemoFile[]> => {
  const files = new Map(DATASETS.map((dataset) => [dataset, [...dataset.always]]));
  let count = [...files.values()].flat().length;
  for (let round = 2; count < total; round += 1) {
    for (const [{ more }, those] of files) {
      const make = more[round % more.length];
      if (make === undefined || count >= total) continue;
      those.push(make(round));
      count += 1;
    }
  }
  return files;
};
