import { recordHeartbeat } from '../../registry/record-heartbeat.ts';
import { visibleExtractor } from '../../registry/visible-extractors.ts';
import { type Handler, NOTHING, refuse } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const sendHeartbeatHandler =
  (ports: ExtractorHandlerPorts): Handler<'sendHeartbeat'> =>
  async ({ params: { name, instance_id }, body, caller }) => {
    if (!(await ports.may(caller, 'claim', { type: 'extractor', name }))) {
      return refuse('forbidden', 'You may not speak for this extractor.');
    }
    const extractor = await visibleExtractor(ports.db, caller, name);
    if ('refused' in extractor) return extractor;
    const refusal = await recordHeartbeat(ports, {
      extractor: name,
      instanceId: instance_id,
      version: body.version,
      lane: 'http',
      host: body.host ?? null,
      intervalMs: Math.round(body.interval_s * 1_000),
      isStopping: body.stopping ?? false,
    });
    return refusal ?? NOTHING;
  };
