import { wholeNumber } from './setting-values.ts';

/** How many requests of a kind may be under way at once: of all callers, and of one. */
export const limitSettings = {
  PAWPRINT_MAX_BODIES: wholeNumber(1, 1_000_000).prefault('2000').meta({
    description:
      'How many requests may send a body at once: uploads, metadata, reports. Beyond it, new ones are refused with 503.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_BODIES_PER_CALLER: wholeNumber(1, 1_000_000).prefault('500').meta({
    description: 'The same of one person, job or, where nobody is signed in, address; refused with 429.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_STREAMS: wholeNumber(1, 1_000_000).prefault('5000').meta({
    description:
      'How many live streams may be open at once: every open page has one. Beyond it, new ones are refused with 503.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_STREAMS_PER_CALLER: wholeNumber(1, 1_000_000).prefault('500').meta({
    description: 'The same of one person; refused with 429.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_ARCHIVES: wholeNumber(1, 1_000_000).prefault('20').meta({
    description:
      'How many datasets may be downloaded as zip files at once. Beyond it, new downloads are refused with 503.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_ARCHIVES_PER_CALLER: wholeNumber(1, 1_000_000).prefault('4').meta({
    description: 'The same of one person or job; refused with 429.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_CLAIMS: wholeNumber(1, 1_000_000).prefault('20000').meta({
    description:
      'How many instances of extractors may wait for a job over HTTP at once. Beyond it, new claims are refused with 503.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PAWPRINT_MAX_CLAIMS_PER_CALLER: wholeNumber(1, 1_000_000).prefault('10000').meta({
    description: 'The same with the API keys of one person; refused with 429.',
    expected: 'a whole number from 1 to 1000000',
  }),
};
