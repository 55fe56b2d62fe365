import type { Instance } from '@pawprint/protocol';
import type { Look } from '../design/state.tsx';

type Status = Instance['status'];

/** Heartbeats reuse three looks of the states, with words of their own. */
const LOOKS: Readonly<Record<Status, Look>> = {
  live: { word: 'Live', icon: 'done', tone: 'done' },
  late: { word: 'Late', icon: 'stalled', tone: 'stalled' },
  gone: { word: 'Gone', icon: 'lost', tone: 'lost' },
};

export const lookOfInstance = (status: Status): Look => LOOKS[status];
