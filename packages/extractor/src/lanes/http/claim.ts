import type { CallAnswer } from '@pawprint/protocol';

/** A job handed to this instance: what it is, the work order with its credential, and the lease. */
export type Claim = NonNullable<CallAnswer<'claimJob'>>;
