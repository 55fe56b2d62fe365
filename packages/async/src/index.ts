export { onAbort, rejectOnAbort } from './abort.ts';
export { type BatchQueueOptions, createBatchQueue } from './batch-queue.ts';
export { type Coalesced, type CoalesceOptions, coalesce } from './coalesce.ts';
export { type Backoff, backoffMs, type RetryOptions, retry } from './retry.ts';
export { type Schedule, type ScheduleOptions, schedule } from './schedule.ts';
export { sleep } from './sleep.ts';
export { createSlots, type LeaveSlot, type SlotOptions, type Slots } from './slots.ts';
export { callWithTimeLimit, TimeLimitError, type TimeLimitedCall, withTimeLimit } from './time-limit.ts';
export { createWakeup, type WaitOptions, type Wakeup } from './wakeup.ts';
