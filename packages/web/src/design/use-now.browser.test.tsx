import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { useNow } from './use-now.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const Seconds = () => {
  const [read, ticking] = [useNow(false), useNow()];
  return (
    <p>
      {read} {ticking}
    </p>
  );
};

test('the time is the same in a whole rendering, even if a second ends in it', async () => {
  let now = Date.UTC(2026, 10, 28);
  vi.spyOn(Date, 'now').mockImplementation(() => {
    now += 1_000;
    return now;
  });
  const logged = vi.spyOn(console, 'error');
  const { container } = await render(<Seconds />);
  const [read, ticking] = container.textContent.split(' ');
  expect(read).toBe(ticking);
  expect(logged).not.toHaveBeenCalled();
});
