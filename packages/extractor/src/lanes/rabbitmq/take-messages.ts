import type { Assignment } from '../assignment.ts';
import type { JobTaker } from '../lane.ts';
import type { Consumer } from './consumer.ts';
import type { Inbox } from './inbox.ts';
import type { Arrival } from './receive-messages.ts';

export interface TakeMessagesPorts {
  readonly inbox: Inbox<Arrival>;
  readonly consumer: Consumer;
  readonly assign: (arrival: Arrival) => Assignment;
}

/** Starts what has arrived while there is room, until the instance stops; what it has not started it puts back. */
export const takeMessages = async (
  { inbox, consumer, assign }: TakeMessagesPorts,
  { slots, stopping, start }: JobTaker,
): Promise<void> => {
  for (;;) {
    await slots.free();
    const arrival = await inbox.next(stopping);
    if (!arrival) break;
    // The connection broke while it waited: somebody is given it anew.
    if (!arrival.delivery.isLost()) slots.hold(start(assign(arrival)));
  }
  await consumer.stop();
  for (const { delivery } of inbox.empty()) delivery.putBack();
};
