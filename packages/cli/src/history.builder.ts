/** The time of the first event of test histories, in seconds since 1970. */
export const LONG_AGO = Date.UTC(2019, 4, 6, 10) / 1000;

/** An ObjectId as Clowder makes it: the seconds, then a counter. */
export const objectId = (seconds: number, counter: number): string =>
  seconds.toString(16).padStart(8, '0') + counter.toString(16).padStart(16, '0');

interface ExtractionFields {
  readonly after?: number;
  readonly file: string;
  readonly status: string;
  readonly job?: string;
  readonly extractor?: string;
  readonly user?: string;
}

/**
 * Documents of Clowder v1's `extractions`, as mongoexport writes them: each a second after the one before, or later.
 *
 * @param day of other days are other events
 */
export const extractionsExport = (events: readonly ExtractionFields[], day = 0): string[] => {
  let seconds = LONG_AGO + day * 86_400;
  return events.map(({ after = 1, file, status, job, extractor = 'ncsa.wordcount', user }, index) => {
    seconds += after;
    return JSON.stringify({
      _id: { $oid: objectId(seconds, index) },
      file_id: { $oid: file },
      ...(job === undefined ? {} : { job_id: { $oid: job } }),
      extractor_id: extractor,
      status,
      start: { $date: new Date((seconds - 3600) * 1000).toISOString() },
      ...(user === undefined ? {} : { user_id: { $oid: user } }),
    });
  });
};
