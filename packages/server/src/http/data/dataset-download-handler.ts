import { Readable } from 'node:stream';
import { bagEntries } from '../../data/archive/bag-entries.ts';
import type { ArchiveEntry } from '../../data/archive/entry.ts';
import { entryNames, withoutDrive } from '../../data/archive/entry-names.ts';
import { zipStream } from '../../data/archive/zip-stream.ts';
import { fileName } from '../../data/file-name.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachDataset } from '../../data/reach.ts';
import { type ArchivedFile, listFilesToArchive } from '../../store/data/files.ts';
import { ANSWERED, type Handlers } from '../handler.ts';
import { contentDisposition } from './content-disposition.ts';
import { isYes } from './flag.ts';

const ZIP = 'application/zip';
const USUAL_LEVEL = 6;

const plainEntries = (files: readonly ArchivedFile[]): ArchiveEntry[] => {
  const names = entryNames(files);
  return files.map((file, n) => ({ ...file, name: names[n] ?? file.id, modifiedAt: file.createdAt }));
};

export const datasetDownloadHandler = (ports: DataPorts): Handlers<'downloadDataset'> => ({
  downloadDataset: async ({ caller, params, query, raw, reply }) => {
    const dataset = await reachDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const name = fileName(dataset.name);
    void reply.headers({
      'content-type': ZIP,
      'content-disposition': contentDisposition('attachment', `${name}.zip`, ZIP),
      'cache-control': 'private, no-cache',
    });
    if (raw.method === 'HEAD') {
      void reply.send(Readable.from([]));
      return ANSWERED;
    }
    const files = await listFilesToArchive(ports.db, dataset.id);
    const bag = { folder: withoutDrive(name), baggedAt: ports.now() };
    const entries = isYes(query.bagit) ? bagEntries(dataset, files, bag) : plainEntries(files);
    // Fastify destroys the stream when the client goes away, and breaks the answer off when the stream fails.
    void reply.send(zipStream(ports.blobs, entries, query.compression < 0 ? USUAL_LEVEL : query.compression));
    return ANSWERED;
  },
});
