import { isPrivateName } from '@pawprint/protocol';
import { announcementOf } from '../../registry/announcement.ts';
import { registerExtractor } from '../../registry/register-extractor.ts';
import { isVisibleTo } from '../../registry/visible-extractors.ts';
import { readExtractor } from '../../store/extractors/read-extractors.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const registerExtractorHandler =
  (ports: ExtractorHandlerPorts): Handler<'registerExtractor'> =>
  async ({ body, caller }) => {
    if (!(await ports.may(caller, 'claim', { type: 'extractor', name: body.name }))) {
      return refuse('forbidden', 'You may not register extractors.');
    }
    const known = await readExtractor(ports.db, body.name);
    if (known !== undefined && !isVisibleTo(known, caller)) {
      return refuse('forbidden', 'This name belongs to somebody else.');
    }
    if (isPrivateName(body.name) && (known?.owner ?? null) === null) {
      return refuse(
        'bad_request',
        `${body.name} would be somebody's private extractor, and nobody's in particular. Choose another name, or let it say its unique_key and owner in its heartbeats over RabbitMQ.`,
      );
    }
    const id = await registerExtractor(ports, announcementOf(body));
    return ok({ status: 'OK', message: `Extractor info updated. ID = ${id}` });
  };
