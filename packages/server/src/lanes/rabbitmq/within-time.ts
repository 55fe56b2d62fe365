/** What a promise that never rejects comes to within the time; undefined where it takes longer. */
export const withinTime = <Value>(promise: Promise<Value>, limitMs: number): Promise<Value | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs, undefined);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
