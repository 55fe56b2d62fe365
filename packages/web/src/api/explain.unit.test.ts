import { ApiError } from '@pawprint/protocol/client';
import { describe, expect, it } from 'vitest';
import { explain, isNotFound, isSignedOut } from './explain.ts';

describe('the sentence about an error', () => {
  it('repeats the server and adds what to do', () => {
    const error = new ApiError(507, 'disk_full', 'The disk is full.');
    expect(explain(error)).toBe(
      'The disk is full. Nothing was stored. Tell the administrator of this server.',
    );
  });

  it('adds nothing if the message says what to do', () => {
    expect(explain(new ApiError(400, 'bad_request', 'name: too long'))).toBe('name: too long');
  });

  it('asks for a reload if an answer does not match the page', () => {
    expect(explain(new TypeError('x is undefined'))).toContain('Reload');
  });

  it('is short for an unexpected error and shows no object', () => {
    expect(explain(new Error('x'.repeat(5000))).length).toBeLessThan(400);
    expect(explain({ strange: true })).toBe('No reason given.');
  });

  it('is recognized by its status', () => {
    expect(isNotFound(new ApiError(404, 'file_not_found', ''))).toBe(true);
    expect(isSignedOut(new ApiError(401, 'not_signed_in', ''))).toBe(true);
    expect(isSignedOut(new ApiError(403, 'forbidden', ''))).toBe(false);
    expect(isNotFound(new Error('404'))).toBe(false);
  });
});
