import type { Preview } from '@pawprint/protocol';
import { example } from '../../gallery/example.tsx';
import { type MadeBytes, Refusal } from '../../gallery/fake-api.ts';
import { aJob, at } from '../../jobs/builders.ts';
import { aFileInfo } from '../builders.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { shown } from './shown-file.tsx';

export const Text = shown('field-notes.txt', 'text/plain', 'Plot 07\n\nDug to 30 cm.\nDry, some roots.\n');

export const TextThatFails = example(<PreviewPanel file={aFileInfo()} />, {
  downloadFile: new Refusal(404, 'not_found', 'There is no such file.'),
});

/** Lines of 100 bytes each. */
const numberedLines = (size: number): MadeBytes => ({
  size,
  read: (start, end) => {
    const from = Math.floor(start / 100);
    const lines = Array.from({ length: Math.ceil(end / 100) - from }, (_, n) => lineOf(from + n)).join('');
    return new TextEncoder().encode(lines.slice(start - from * 100, end - from * 100));
  },
});

const lineOf = (n: number): string => `${`${n + 1}`.padStart(12, '0')} ${'soil '.repeat(17)}.\n`;

export const LargeText = shown('sensor.log', 'text/plain', numberedLines(10_000_000_000));

export const Table = shown(
  'cores.csv',
  'text/csv',
  `core;depth_cm;ph;carbon;taken;note\n${Array.from(
    { length: 40 },
    (_, n) =>
      `C${n};${n * 10};6,${n % 10};${n % 7};2026-05-${String((n % 28) + 1).padStart(2, '0')};"dry; ""sandy"""`,
  ).join('\n')}\n`,
);

export const Json = shown(
  'plot.geojson',
  'application/geo+json',
  JSON.stringify({
    type: 'Feature',
    id: 12,
    properties: { name: 'Plot 07', dry: true, owner: null, depths: [10, 20, 30] },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [7.1, 50.7],
          [7.2, 50.7],
          [7.2, 50.8],
        ],
      ],
    },
  }),
);

export const BrokenJson = shown('cut.json', 'application/json', '{"depths": [10, 20,');

export const Markdown = shown(
  'README.md',
  'text/markdown',
  `# Soil cores

Taken along the *eastern* transect, **spring 2026**. See <https://example.org/transect>.

| plot | depth |
|:-----|------:|
| 07   | 30    |

1. dig
2. dry at \`105 °C\`

> Weigh twice.

\`\`\`r
mean(cores$carbon)
\`\`\`
`,
);

export const Source = shown(
  'mean.py',
  'text/x-python',
  'import csv\n\n\ndef mean(path):\n    """Mean carbon."""\n    with open(path) as rows:  # closes it\n        values = [float(row["carbon"]) for row in csv.DictReader(rows)]\n    return sum(values) / len(values)\n',
);

const JOB = aJob.done().id;

const aPreview = (id: string, over: Partial<Preview> = {}): Preview => ({
  id,
  title: 'Reduced to 640 pixels',
  contentType: 'image/png',
  size_bytes: 48_000,
  extractor: 'pawprint.image-preview',
  job_id: JOB,
  created_at: at(0),
  ...over,
});

export const ByExtractors = example(
  <PreviewPanel
    file={aFileInfo({
      filename: 'stack.tif',
      'content-type': 'image/tiff',
      previews: [
        aPreview('p1'),
        aPreview('p2', { title: 'Channel 2' }),
        aPreview('p3', { title: 'Words', contentType: 'text/plain', size_bytes: 6, extractor: 'ncsa.ocr' }),
      ],
    })}
  />,
  {
    downloadPreview: 'Plot 7',
    listJobOutputs: {
      items: ['p1', 'p2', 'p3'].map((id) => ({
        kind: 'preview',
        id,
        name: '',
        mime: 'image/png',
        size_bytes: 48_000,
        sha256: null,
        resource: { type: 'file', id: 'f1' },
        attempt: 2,
        instance_id: null,
        extractor_version: '2.0',
        extractor_version_candidates: [],
        is_superseded: id === 'p2',
        created_at: at(0),
      })),
    },
  },
);

export const None = shown('grid.nc', 'application/x-netcdf', 'CDF');
