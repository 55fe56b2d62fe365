import { anyTextParam, choiceParam, countParam, flagParam } from '../../search-params.ts';
import type { SearchState } from '../../use-search-state.ts';

/** What an address says about the log of a job: `show=errors&attempt=2&search=disk&wrap=true`. */
export const logParams = ({ show, attempt, search, wrap }: Readonly<Record<string, unknown>>) => ({
  show: choiceParam(show, ['extractor', 'server', 'errors']),
  attempt: countParam(attempt),
  search: anyTextParam(search, 200),
  wrap: flagParam(wrap),
});

/** These parameters, and functions that change them. */
export type LogAddress = SearchState<ReturnType<typeof logParams>>;
