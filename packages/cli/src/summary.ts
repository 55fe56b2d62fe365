/** What an import did. */
export interface Summary {
  events: number;
  stored: number;
  repeated: number;
  jobs: number;
  inferred: number;
  /** By reason. */
  readonly unplaced: Map<string, number>;
  readonly withoutUser: Map<string, number>;
}

export const emptySummary = (): Summary => ({
  events: 0,
  stored: 0,
  repeated: 0,
  jobs: 0,
  inferred: 0,
  unplaced: new Map(),
  withoutUser: new Map(),
});

export const countReason = (counts: Map<string, number>, reason: string): void =>
  void counts.set(reason, (counts.get(reason) ?? 0) + 1);

/** The end of an import, for people. */
export const describeSummary = (summary: Summary, unplacedFile: string | undefined): string => {
  const { events, stored, repeated, jobs, inferred, unplaced, withoutUser } = summary;
  const hint =
    unplaced.size === 0 || unplacedFile !== undefined ? [] : ['  (--unplaced FILE lists them, one a line)'];
  return [
    `${number(events)} read`,
    `${number(stored)} stored`,
    ...(repeated > 0 ? [`${number(repeated)} stored by an earlier import`] : []),
    `${number(jobs)} jobs made${inferred > 0 ? `, ${inferred.toLocaleString('en')} of them inferred: no job id` : ''}`,
    `${number(total(unplaced))} not placed`,
    ...describeReasons(unplaced),
    ...hint,
    ...(withoutUser.size > 0 ? [`${number(total(withoutUser))} placed, but without their user`] : []),
    ...describeReasons(withoutUser),
    '',
  ].join('\n');
};

const number = (count: number): string => count.toLocaleString('en').padStart(11);

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

const describeReasons = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${number(count)}   ${reason}${REASONS[reason] ? `: ${REASONS[reason]}` : ''}`);

const REASONS: Readonly<Record<string, string>> = {
  unmapped_resource: 'the map (--map) has no id for its file or dataset',
  unknown_resource: 'no file or dataset here is what the map says',
  ambiguous_resource: 'several files here have these bytes',
  unknown_extractor: 'no extractor of this name is registered here',
  unknown_job: 'an update whose job has no place, or is in none of the files before it',
  unmapped_user: 'the map (--map) has nobody for the id',
  unknown_user: 'nobody here has this id or e-mail address',
  bad_parameters: 'its parameters are nested too deeply',
  not_json: 'no JSON',
};
