import { useCallback, useMemo, useState } from 'react';

/** Which rows were turned from what they are by default, by their keys. */
export const useOpenness = () => {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (key: string) =>
      setTurned((before) =>
        before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
      ),
    [],
  );
  const open = useCallback((key: string) => setTurned((before) => new Set([...before, key])), []);
  const isOpen = useCallback(
    (key: string, byDefault: boolean) => (turned.has(key) ? !byDefault : byDefault),
    [turned],
  );
  /** Jobs and runs are the rows whose insides have to be asked for. */
  const openJobIds = useMemo(
    () => [...turned].filter((key) => /^[jr]:/.test(key)).map((key) => key.slice(2)),
    [turned],
  );
  return { isOpen, toggle, open, openJobIds, anyOpen: turned.size > 0 };
};
