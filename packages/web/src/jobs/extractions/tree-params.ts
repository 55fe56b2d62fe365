import { anyTextParam, choiceParam, textParam } from '../../search-params.ts';

/** The states of jobs as they are named on the page, in the order of their chips: those that need attention first. */
const STATE_NAMES = [
  'running',
  'submitted',
  'queued',
  'retrying',
  'failed',
  'lost',
  'done',
  'skipped',
  'cancelled',
] as const;

/** The longest list of rows in an address. */
export const MOST_OPEN_CHARACTERS = 4_000;

/** What an address says about the extractions: `jobs=failed&search=disk&open=x.ncsa.ocr+j.c3ab61d9`. */
export const treeParams = ({ jobs, search, open }: Readonly<Record<string, unknown>>) => ({
  jobs: choiceParam(jobs, STATE_NAMES),
  search: anyTextParam(search, 200),
  open: textParam(open, MOST_OPEN_CHARACTERS),
});
