import { expect, test } from 'vitest';
import { NOBODY, type UserCaller } from '../model/caller.ts';
import { createContentLinks } from './content-links.ts';

const ADA: UserCaller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };
const PATH = '/api/files/f1';
const MINUTE_MS = 60_000;

const open = (secret = 'a'.repeat(43)) => {
  const clock = { now: Date.parse('2026-03-01T12:03:00Z') };
  const people = new Map([[ADA.id, ADA]]);
  const links = createContentLinks({
    origin: 'https://content.example.org',
    secret,
    findPerson: async (id) => people.get(id),
    now: () => clock.now,
  });
  const tokenFor = async (reader: UserCaller | typeof NOBODY): Promise<string> =>
    new URL(await links.issue(PATH, reader)).searchParams.get('token') ?? '';
  return { links, clock, people, tokenFor };
};

test('an address names the person to whom it was issued', async () => {
  const { links, tokenFor } = open();
  expect(await links.issue(PATH, ADA)).toMatch(
    /^https:\/\/content\.example\.org\/api\/files\/f1\?disposition=inline&token=ey/,
  );
  expect(await links.read(PATH, await tokenFor(ADA))).toEqual(ADA);
  expect(await links.read(PATH, await tokenFor(NOBODY))).toEqual(NOBODY);
});

test('an address is the same for some minutes, and invalid ten minutes later', async () => {
  const { links, clock, tokenFor } = open();
  const token = await tokenFor(ADA);
  clock.now += MINUTE_MS;
  expect(await tokenFor(ADA)).toBe(token);
  clock.now += 5 * MINUTE_MS;
  expect(await tokenFor(ADA)).not.toBe(token);
  expect(await links.read(PATH, token)).toEqual(ADA);
  clock.now += 4 * MINUTE_MS;
  expect(await links.read(PATH, token)).toBeNull();
});

test('an address is invalid for other files, other servers and who is banned', async () => {
  const { links, people, tokenFor } = open();
  const token = await tokenFor(ADA);
  expect(await links.read('/api/files/f2', token)).toBeNull();
  expect(await links.read(`${PATH}/blob`, token)).toBeNull();
  expect(await open('b'.repeat(43)).links.read(PATH, token)).toBeNull();
  expect(await links.read(PATH, 'nonsense')).toBeNull();
  people.clear();
  expect(await links.read(PATH, token)).toBeNull();
});
