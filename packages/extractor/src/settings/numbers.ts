/** Throws a RangeError with the setting's name, its value and what is expected. */
export const seconds = (setting: string, value: number, least: number): number => {
  if (value >= least && value <= 3600) return value;
  throw new RangeError(`${setting} is ${value}; expected are ${least} to 3600 seconds.`);
};

export const count = (setting: string, value: number): number => {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`${setting} is ${value}; expected is a whole number, 0 or more.`);
};
