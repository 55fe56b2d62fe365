/** What a promise that never rejects comes to within the limit; undefined where it takes longer. */
export const withinLimit = <Value>(promise: Promise<Value>, limitMs: number): Promise<Value | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs, undefined);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
