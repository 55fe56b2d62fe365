import { requireJobRight } from '../../access/require-resource.ts';
import { cancelNamedJob } from '../../jobs/cancel.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

/** The routes of files and of datasets take the same. */
type CancelRequest = Pick<HandlerRequest<'cancelFileExtraction'>, 'caller' | 'params' | 'body'>;

export const cancelHandlers = (
  ports: ClowderPorts,
): Handlers<'cancelFileExtraction' | 'cancelDatasetExtraction'> => {
  const cancelOn = async (type: 'file' | 'dataset', { caller, params, body }: CancelRequest) => {
    const by = await requireJobRight(ports, caller, 'cancel', params.msg_id);
    if ('refused' in by) return by;
    const named = { id: params.msg_id, resource: { type, id: params.id }, extractor: body.extractor };
    const refusal = await cancelNamedJob(ports.jobs, named, by);
    if (refusal !== undefined) return refusal;
    ports.announceCancel(params.msg_id);
    return ok({ status: 'OK' as const });
  };

  return {
    cancelFileExtraction: (request) => cancelOn('file', request),
    cancelDatasetExtraction: (request) => cancelOn('dataset', request),
  };
};
