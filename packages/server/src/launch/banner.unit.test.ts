import { expect, test } from 'vitest';
import { banner } from './banner.ts';

const address = 'http://127.0.0.1:9000';
const started = { version: '0.1.0', url: address, listensAt: address, firstAdmin: null };
const admin = { email: 'admin@example.org', generatedPassword: 'k7wd-29fp-hx3m-qrt8-vbn5' };

test('every start shows the address', () => {
  expect(banner(started)).toContain('Pawprint 0.1.0 is ready at http://127.0.0.1:9000\n');
});

test('a server behind a proxy shows where it listens, too', () => {
  expect(banner(started)).not.toContain('It listens at');
  const text = banner({ ...started, url: 'https://pawprint.example.org' });
  expect(text).toContain('ready at https://pawprint.example.org\n  It listens at   http://127.0.0.1:9000\n');
});

test('the first start shows the administrator, the password and what to do next', () => {
  const text = banner({ ...started, firstAdmin: admin });
  expect(text).toContain('admin@example.org');
  expect(text).toContain('k7wd-29fp-hx3m-qrt8-vbn5');
  expect(text).toContain('Next: open the address');
});

test('a password that was configured is not shown', () => {
  const text = banner({ ...started, firstAdmin: { ...admin, generatedPassword: null } });
  expect(text).toContain('PAWPRINT_ADMIN_PASSWORD');
});

test('a later start does not mention the administrator', () => {
  expect(banner(started)).not.toContain('Administrator');
});
