/** A job, or one attempt at it, that is compared with another. */
export interface ComparedSide {
  readonly id: string;
  /** Null for the job as a whole. */
  readonly attempt: number | null;
}

/** Of an address: a job's id, or its id and the number of an attempt, as `01a2…:2`. */
export const readSide = (value: string | undefined): ComparedSide | undefined => {
  const found = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::([1-9]\d{0,8}))?$/i.exec(value ?? '');
  if (found?.[1] === undefined) return undefined;
  return { id: found[1].toLowerCase(), attempt: found[2] === undefined ? null : Number(found[2]) };
};

export const writeSide = ({ id, attempt }: ComparedSide): string =>
  attempt === null ? id : `${id}:${attempt}`;
