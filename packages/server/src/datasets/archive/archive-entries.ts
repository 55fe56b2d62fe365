import { createHash } from 'node:crypto';
import type { Instant } from '@pawprint/core';
import type { Dataset } from '../../model/dataset.ts';
import type { ArchivedFile } from '../../model/file.ts';
import { withSuffix } from '../files/file-name.ts';
import type { ArchiveEntry } from './zip-stream.ts';

/**
 * The entries of a bag (RFC 8493) in a folder of this name. Its checksums are the ones computed when the files were
 * uploaded, so the bag also proves that the files have not changed since.
 */
export const bagEntries = (
  dataset: Dataset,
  files: readonly ArchivedFile[],
  { folder, baggedAt }: { readonly folder: string; readonly baggedAt: Instant },
): ArchiveEntry[] => {
  const payload = entryNames(files).map((name) => `data/${name}`);
  const manifest = files.map((file, n) => `${file.sha256}  ${manifestPath(payload[n] ?? '')}\n`).join('');
  const tagFiles = Object.entries({
    'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    'bag-info.txt': bagInfo(dataset, files, baggedAt),
    'manifest-sha256.txt': manifest,
  });
  const tagManifest = tagFiles.map(([name, text]) => `${sha256(text)}  ${name}\n`).join('');
  return [
    ...[...tagFiles, ['tagmanifest-sha256.txt', tagManifest] as const].map(([name, text]) => ({
      name: `${folder}/${name}`,
      modifiedAt: baggedAt,
      text,
    })),
    ...files.map((file, n) => ({ ...file, name: `${folder}/${payload[n]}`, modifiedAt: file.createdAt })),
  ];
};

const bagInfo = (
  { id, name, description }: Dataset,
  files: readonly ArchivedFile[],
  baggedAt: Instant,
): string => {
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return [
    'Bag-Software-Agent: Pawprint',
    `Bagging-Date: ${new Date(baggedAt).toISOString().slice(0, 10)}`,
    `Payload-Oxum: ${bytes}.${files.length}`,
    `Internal-Sender-Identifier: ${id}`,
    `Internal-Sender-Description: ${oneLine(`${name}. ${description}`)}`,
    '',
  ].join('\n');
};

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** A path as a manifest contains it (RFC 8493 §2.1.3). */
const manifestPath = (path: string): string => path.replace(/[%\r\n]/g, encodeURIComponent);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * A name for each file, in the order given, all different. The first file of a name keeps it; later ones get their id
 * before the extension, as in Clowder v1.
 */
export const entryNames = (files: readonly Named[]): string[] => {
  const used = new Set<string>();
  return files.map(({ id, name }) => {
    let entryName = withoutDrive(name);
    while (used.has(entryName)) entryName = withSuffix(entryName, `_${id}`);
    used.add(entryName);
    return entryName;
  });
};

/** Replaces the colon of a name like `c:data`, which Windows and yazl would take for a path with a drive. */
export const withoutDrive = (name: string): string => name.replace(/^([a-z]):/i, '$1_');
