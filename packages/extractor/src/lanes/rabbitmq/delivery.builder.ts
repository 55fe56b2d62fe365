import type { ConsumeMessage } from 'amqplib';
import type { Delivery } from './consumer.ts';

export interface TestDelivery extends Delivery {
  /** What became of it. */
  readonly fate: { acknowledged: number; putBack: number; lost: boolean };
}

type Given = Partial<Pick<Delivery, 'content' | 'redelivered' | 'key'>> & {
  readonly properties?: Partial<ConsumeMessage['properties']>;
};

/** A delivery that remembers what was done to it. */
export const testDelivery = ({ properties, ...given }: Given = {}): TestDelivery => {
  const fate = { acknowledged: 0, putBack: 0, lost: false };
  return {
    content: Buffer.from('{}'),
    properties: { headers: {}, ...properties } as ConsumeMessage['properties'],
    redelivered: false,
    key: 'message-1',
    fate,
    isLost: () => fate.lost,
    acknowledge: () => void (fate.acknowledged += 1),
    putBack: () => void (fate.putBack += 1),
    ...given,
  };
};
