import type { FastifyInstance } from 'fastify';
import { refuse } from '../../model/refusal.ts';
import { sendRefusal } from '../send-refusal.ts';

const NOT_OFFERED = refuse(
  'not_offered',
  'Geostreams (sensors, streams and datapoints) are not offered here. Keep them in a Clowder geostreams server.',
);

/** Every address of Clowder's geostreams, whoever asks and however, before any body is read. */
export const refuseGeostreams = (app: FastifyInstance): void => {
  for (const url of ['/api/geostreams', '/api/geostreams/*'])
    app.all(
      url,
      { onRequest: async (request, reply) => sendRefusal(request, reply, NOT_OFFERED) },
      async () => undefined,
    );
};
