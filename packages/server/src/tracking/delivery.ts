import type { ParsedStatusMessage } from '@pawprint/protocol';
import { parseStatusMessage } from '@pawprint/protocol';

/** What came over RabbitMQ, before anybody has made sense of it. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** AMQP properties, headers among them. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A report as it was delivered. */
export interface Delivery extends RawDelivery {
  readonly parsed: ParsedStatusMessage;
  /** The broker has delivered it before, and does not know what became of it. */
  readonly redelivered: boolean;
}

export const deliveryOf = (raw: RawDelivery, redelivered: boolean): Delivery => ({
  ...raw,
  redelivered,
  parsed: parseStatusMessage(raw.body, raw.properties),
});
