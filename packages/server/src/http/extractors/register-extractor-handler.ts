import type { ExtractorInfo } from '@pawprint/protocol';
import type { Announcement } from '../../registry/extractor.ts';
import { registerExtractor } from '../../registry/register-extractor.ts';
import { storableText } from '../../store/storable.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

const announcementFromWire = ({ process, ...info }: ExtractorInfo): Announcement => ({
  name: info.name,
  version: storableText(info.version),
  process: {
    file: process.file ?? [],
    dataset: process.dataset ?? [],
    metadata: process.metadata ?? [],
  },
  info,
});

export const registerExtractorHandler =
  (ports: ExtractorHandlerPorts): Handler<'registerExtractor'> =>
  async ({ body, caller }) => {
    if (!(await ports.may(caller, 'claim', { type: 'extractor', name: body.name }))) {
      return refuse('forbidden', 'You may not register extractors.');
    }
    const id = await registerExtractor(ports, announcementFromWire(body));
    return ok({ status: 'OK', message: `Extractor info updated. ID = ${id}` });
  };
