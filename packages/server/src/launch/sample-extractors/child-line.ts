export type ChildLevel = 'info' | 'warn' | 'error';

export interface ChildLine {
  readonly level: ChildLevel;
  readonly message: string;
}

/** As the extractor SDK writes about an instance: time, level, name, and then the words. */
const INSTANCE_LINE = /^\d{4}-\d\d-\d\dT\S+Z (info|warn|error) \S+: (.*)$/;

/** A line of a child's output for the server's log, which has the time and the name already. */
export const readChildLine = (line: string, level: ChildLevel): ChildLine => {
  const [, said, message] = INSTANCE_LINE.exec(line) ?? [];
  return message === undefined ? { level, message: line } : { level: said as ChildLevel, message };
};
