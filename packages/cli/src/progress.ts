/** A terminal, a file or a pipe. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Progress {
  /** @param share from 0 to 1 */
  readonly show: (label: string, share: number | undefined, counted: number) => void;
  /** Ends the line of a bar. */
  readonly end: () => void;
}

const BAR = 30;
/** So often a line is written where there is no terminal. */
const EVENTS_PER_LINE = 50_000;

/** A bar that is drawn over itself on a terminal; else a line now and then. */
export const showProgress = (output: Output): Progress => {
  let lastLine = '';
  let written = 0;
  return {
    show(label, share, counted) {
      const percent = share === undefined ? '' : ` ${Math.floor(Math.min(1, share) * 100)} %`;
      const line = `${label}:${percent} ${counted.toLocaleString('en')} events`;
      if (output.isTTY === true) {
        if (line === lastLine) return;
        lastLine = line;
        output.write(`\r\u001b[K${share === undefined ? '' : `${bar(share)} `}${line}`);
      } else if (counted - written >= EVENTS_PER_LINE || counted < written) {
        written = counted;
        output.write(`${line}\n`);
      }
    },
    end() {
      if (output.isTTY === true && lastLine !== '') output.write('\r\u001b[K');
      lastLine = '';
    },
  };
};

const bar = (share: number): string => {
  const full = Math.round(Math.min(1, share) * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
};
