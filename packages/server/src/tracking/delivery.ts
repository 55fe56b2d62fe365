import {
  BODY_LIMIT_BYTES,
  type MessageProperties,
  type ParsedStatusMessage,
  parseStatusMessage,
} from '@pawprint/protocol';

/** What came over RabbitMQ, before anybody has made sense of it. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** All AMQP properties, headers among them. */
  readonly properties: MessageProperties;
}

/** A report as it was delivered. */
export interface Delivery extends RawDelivery {
  readonly parsed: ParsedStatusMessage;
  /** The broker has delivered it before, and does not know what became of it. */
  readonly redelivered: boolean;
}

/** Of a body beyond all measure only the beginning is kept: thousands wait in memory at a time. */
export const withinLimit = ({ body, properties }: RawDelivery): RawDelivery => ({
  properties,
  body: body.byteLength > BODY_LIMIT_BYTES ? Uint8Array.from(body.subarray(0, BODY_LIMIT_BYTES)) : body,
});

export const deliveryOf = (raw: RawDelivery, redelivered: boolean): Delivery => ({
  ...withinLimit(raw),
  redelivered,
  parsed: parseStatusMessage(raw.body, raw.properties),
});
