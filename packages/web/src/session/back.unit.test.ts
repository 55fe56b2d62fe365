import { describe, expect, it } from 'vitest';
import { safeBack } from './back.ts';

describe('where to go after signing in', () => {
  it('goes back to a path of this site, with its search', () => {
    expect(safeBack('/files/42?tab=metadata')).toBe('/files/42?tab=metadata');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])('goes home rather than to %j', (back) => {
    expect(safeBack(back)).toBe('/');
  });

  it('never goes back to the login page itself', () => {
    expect(safeBack('/login?back=%2Flogin')).toBe('/');
  });
});
