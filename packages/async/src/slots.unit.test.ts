import { describe, expect, test } from 'vitest';
import { createSlots, type LeaveSlot } from './slots.ts';

const OPTIONS = { inAll: 2, perCaller: 1, mostWaiting: 10, longestWaitMs: 60_000 };

const entered = async (entering: Promise<LeaveSlot | 'too_busy'>): Promise<LeaveSlot> => {
  const leave = await entering;
  if (leave === 'too_busy') throw new Error('There is no room.');
  return leave;
};

/** Who has entered, in order. */
const watch = (entering: Record<string, Promise<LeaveSlot | 'too_busy'>>): string[] => {
  const order: string[] = [];
  for (const [name, each] of Object.entries(entering)) void each.then(() => order.push(name));
  return order;
};

describe('slots', () => {
  test('are given at once while there is room', async () => {
    const slots = createSlots(OPTIONS);
    expect(await slots.enter('ana')).not.toBe('too_busy');
    expect(await slots.enter('bob')).not.toBe('too_busy');
  });

  test('are given to those who wait, first come, first served', async () => {
    const slots = createSlots(OPTIONS);
    const [ana, bob] = [await entered(slots.enter('ana')), await entered(slots.enter('bob'))];
    const waiting = { cy: slots.enter('cy'), dan: slots.enter('dan') };
    const order = watch(waiting);
    ana();
    await waiting.cy;
    bob();
    await waiting.dan;
    expect(order).toEqual(['cy', 'dan']);
  });

  test('of one caller are limited, and hold nobody else up', async () => {
    const slots = createSlots(OPTIONS);
    const ana = await entered(slots.enter('ana'));
    const waiting = { again: slots.enter('ana') };
    const order = watch(waiting);
    (await entered(slots.enter('bob')))();
    expect(order).toEqual([]);
    ana();
    await entered(waiting.again);
  });

  test('are refused where too many wait already', async () => {
    const slots = createSlots({ ...OPTIONS, inAll: 1, mostWaiting: 1 });
    await entered(slots.enter('ana'));
    void slots.enter('bob');
    expect(await slots.enter('cy')).toBe('too_busy');
  });

  test('are refused after the longest wait', async () => {
    const slots = createSlots({ ...OPTIONS, inAll: 1, longestWaitMs: 1 });
    const ana = await entered(slots.enter('ana'));
    expect(await slots.enter('bob')).toBe('too_busy');
    ana();
    await entered(slots.enter('cy'));
  });
});
