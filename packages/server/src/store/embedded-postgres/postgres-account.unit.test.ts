import { expect, test } from 'vitest';
import { chooseAccount } from './postgres-account.ts';

const passwd = [
  'root:x:0:0:root:/root:/bin/bash',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'postgres:x:106:113:PostgreSQL:/var/lib/postgresql:/bin/bash',
].join('\n');
const clusterOwner = undefined;

test('users other than root run PostgreSQL as themselves', () => {
  expect(chooseAccount({ self: 1000, clusterOwner, passwd })).toBeUndefined();
  expect(chooseAccount({ self: 1000, clusterOwner: { uid: 1000, gid: 1000 }, passwd })).toBeUndefined();
  expect(chooseAccount({ self: undefined, clusterOwner: { uid: 1000, gid: 1000 }, passwd })).toBeUndefined();
});

test('root runs it as pawprint, else postgres, else nobody', () => {
  const withPawprint = `${passwd}\npawprint:x:990:991::/:/bin/false\n`;
  const withoutOthers = 'nobody:x:65534:65533:::\n';

  expect(chooseAccount({ self: 0, clusterOwner, passwd: withPawprint })).toEqual({ uid: 990, gid: 991 });
  expect(chooseAccount({ self: 0, clusterOwner, passwd })).toEqual({ uid: 106, gid: 113 });
  expect(chooseAccount({ self: 0, clusterOwner, passwd: withoutOthers })).toEqual({ uid: 65534, gid: 65533 });
});

test('root runs it as the owner of an existing cluster', () => {
  expect(chooseAccount({ self: 0, clusterOwner: { uid: 1000, gid: 100 }, passwd })).toEqual({
    uid: 1000,
    gid: 100,
  });
});

test('a passwd without a usable account gives root none', () => {
  for (const empty of ['', 'postgres:x:0:0:::\n', 'nobody\n::::\npostgres:x:abc:1::\n']) {
    expect(() => chooseAccount({ self: 0, clusterOwner, passwd: empty })).toThrow(/pawprint.*DATABASE_URL/);
  }
});

test('a cluster of another user is refused with both user ids', () => {
  expect(() => chooseAccount({ self: 1000, clusterOwner: { uid: 106, gid: 113 }, passwd })).toThrow(
    /belongs to user id 106.*runs as user id 1000/,
  );
});
