export interface Gate {
  readonly opened: Promise<void>;
  readonly pass: () => void;
}

/** A point at which a handler waits until the test lets it go on. */
export const gate = (): Gate => {
  let pass = () => {};
  const opened = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { opened, pass };
};
