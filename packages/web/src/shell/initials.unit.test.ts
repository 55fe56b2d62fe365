import { describe, expect, it } from 'vitest';
import { initials } from './account-menu.tsx';

describe('initials', () => {
  it('are the first and the last name', () => {
    expect(initials('Ana Ruiz')).toBe('AR');
    expect(initials('Ana María de la Cruz')).toBe('AC');
  });

  it('are one letter for one name', () => {
    expect(initials('admin')).toBe('A');
  });

  it('keep a letter whole that takes two code units', () => {
    expect(initials('𝒜da 🐾')).toBe('𝒜🐾');
  });

  it('are empty for a nameless person', () => {
    expect(initials('  ')).toBe('');
  });
});
