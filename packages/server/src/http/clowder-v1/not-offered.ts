import type { FastifyInstance } from 'fastify';
import { refuse } from '../../model/refusal.ts';
import type { Handlers } from '../handler.ts';
import { sendRefusal } from '../send-refusal.ts';

type NotOfferedRouteName =
  | 'uploadFromUrl'
  | 'uploadFromUrls'
  | 'sendArchiveRequest'
  | 'sendUnarchiveRequest'
  | 'archiveFile'
  | 'unarchiveFile'
  | 'queueArchival'
  | 'queueUnarchival';

/** What Clowder v1 has and this server does not, refused with what to do instead. */
export const notOfferedHandlers: Handlers<NotOfferedRouteName> = {
  uploadFromUrl: async () => FETCHING,
  uploadFromUrls: async () => FETCHING,
  sendArchiveRequest: async () => ARCHIVING,
  sendUnarchiveRequest: async () => ARCHIVING,
  archiveFile: async () => ARCHIVING,
  unarchiveFile: async () => ARCHIVING,
  queueArchival: async () => ARCHIVING,
  queueUnarchival: async () => ARCHIVING,
};

const FETCHING = refuse(
  'not_offered',
  'The server downloads nothing for its clients, since it has access to addresses that they must not use. Download the file and upload it.',
);

const ARCHIVING = refuse(
  'not_offered',
  'Files are not archived here: their bytes stay where they are. Submit to an extractor of your own instead.',
);

/** Refuses every address of Clowder's geostreams before any body is read. */
export const refuseGeostreams = (app: FastifyInstance): void => {
  for (const url of ['/api/geostreams', '/api/geostreams/*'])
    app.all(
      url,
      { onRequest: async (request, reply) => sendRefusal(request, reply, GEOSTREAMS) },
      async () => undefined,
    );
};

const GEOSTREAMS = refuse(
  'not_offered',
  'Geostreams (sensors, streams and datapoints) are not offered here. Keep them in a Clowder geostreams server.',
);
