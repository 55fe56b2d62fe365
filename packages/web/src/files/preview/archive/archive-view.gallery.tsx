import { shown } from '../shown-file.tsx';
import { aTar } from './tar.builder.ts';
import { aZip } from './zip.builder.ts';

const ENTRIES = [
  { path: 'cores/', content: '' },
  { path: 'cores/plot-07.csv', content: 'core,depth_cm\nC1,10\nC2,20\n' },
  { path: 'cores/README.md', content: '# Cores\n\nDried at 105 °C.\n' },
];

export const Zip = shown('delivery.zip', 'application/zip', aZip(ENTRIES));

export const Tar = shown(
  'delivery.tar',
  'application/x-tar',
  aTar(
    ENTRIES.map((entry) => ({
      ...entry,
      type: entry.path.endsWith('/') ? '5' : '0',
      modifiedAt: 1_777_777_777,
    })),
  ),
);

export const Broken = shown('cut.zip', 'application/zip', aZip(ENTRIES).slice(0, -40));
