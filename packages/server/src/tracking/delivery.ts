import {
  BODY_LIMIT_BYTES,
  type MessageProperties,
  type ParsedStatusMessage,
  parseStatusMessage,
  uuidOrNull,
} from '@pawprint/protocol';
import { contentId } from './content-id.ts';

/** What came over RabbitMQ, before anybody has made sense of it. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** All AMQP properties, headers among them. */
  readonly properties: MessageProperties;
}

/** A report as it was delivered. */
export interface Delivery extends RawDelivery {
  readonly parsed: ParsedStatusMessage;
  /** It has been delivered, or was to be stored, before, and nobody knows what became of it. */
  readonly redelivered: boolean;
  /** The job it names, if any, and what it is known by there: worked out while the batch before it is stored. */
  readonly named: { readonly jobId: string; readonly id: string } | undefined;
}

const namedIn = (parsed: ParsedStatusMessage, body: Uint8Array): Delivery['named'] => {
  const jobId = parsed.ok ? uuidOrNull(parsed.status.jobId) : null;
  if (!parsed.ok || jobId === null) return undefined;
  return { jobId, id: parsed.status.reportId ?? contentId(jobId, body) };
};

/** Of a body beyond all measure only the beginning is kept: thousands wait in memory at a time. */
export const cutToLimit = ({ body, properties }: RawDelivery): RawDelivery => ({
  properties,
  body: body.byteLength > BODY_LIMIT_BYTES ? Uint8Array.from(body.subarray(0, BODY_LIMIT_BYTES)) : body,
});

export const deliveryOf = (raw: RawDelivery, redelivered: boolean): Delivery => {
  const { body, properties } = cutToLimit(raw);
  const parsed = parseStatusMessage(raw.body, properties);
  return { body, properties, redelivered, parsed, named: namedIn(parsed, body) };
};
