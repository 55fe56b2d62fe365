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
  /** Events that have no place, by the name of their extractor. */
  readonly unknownExtractors: Map<string, number>;
}

export const emptySummary = (): Summary => ({
  events: 0,
  stored: 0,
  repeated: 0,
  jobs: 0,
  inferred: 0,
  unplaced: new Map(),
  withoutUser: new Map(),
  unknownExtractors: new Map(),
});

/** Adds one to what is counted under this name. */
export const count = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

/** The end of an import, for people. */
export const describeSummary = (summary: Summary, unplacedFile: string | undefined): string => {
  const { events, stored, repeated, jobs, inferred, unplaced, withoutUser, unknownExtractors } = summary;
  const hint =
    unplaced.size === 0 || unplacedFile !== undefined ? [] : ['  (--unplaced FILE lists them, one a line)'];
  return [
    `${number(events)} read`,
    `${number(stored)} stored`,
    ...(repeated > 0 ? [`${number(repeated)} stored by an earlier import`] : []),
    `${number(jobs)} jobs made${inferred > 0 ? `, ${inferred.toLocaleString('en')} of them inferred: no job id` : ''}`,
    `${number(total(unplaced))} not placed`,
    ...describeReasons(unplaced),
    ...describeExtractors(unknownExtractors),
    ...hint,
    ...(withoutUser.size > 0 ? [`${number(total(withoutUser))} placed, but without their user`] : []),
    ...describeReasons(withoutUser),
    '',
  ].join('\n');
};

const number = (value: number): string => value.toLocaleString('en').padStart(11);

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, each) => sum + each, 0);

const byCount = (counts: ReadonlyMap<string, number>): [name: string, count: number][] =>
  [...counts].toSorted(([, a], [, b]) => b - a);

const describeReasons = (counts: ReadonlyMap<string, number>): string[] =>
  byCount(counts).map(
    ([reason, count]) => `${number(count)}   ${reason}${REASONS[reason] ? `: ${REASONS[reason]}` : ''}`,
  );

/** An export can have hundreds of names that nobody uses any more. */
const MOST_EXTRACTORS = 50;

const describeExtractors = (counts: ReadonlyMap<string, number>): string[] => {
  if (counts.size === 0) return [];
  const listed = byCount(counts).slice(0, MOST_EXTRACTORS);
  const more = counts.size - listed.length;
  return [
    `${' '.repeat(11)}   extractors not registered here, with their events:`,
    ...listed.map(([name, events]) => `${number(events)}     ${printable(name)}`),
    ...(more > 0 ? [`${number(more)}     more names`] : []),
  ];
};

/** A name comes from the export: what would move a terminal's cursor is not printed. */
const printable = (name: string): string => name.replaceAll(/\p{C}/gu, '�');

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
