import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot, { type AlignedData, type Options } from 'uplot';
import styles from './chart.module.css';
import type { Mark } from './series.ts';
import { VersionMarks } from './version-marks.tsx';

/** The colours of the page as they are now: a canvas does not know CSS variables. */
export type ReadToken = (name: `--${string}`) => string;

export interface ChartProps {
  /** What the chart shows, for those who do not see it. A table beside it has the numbers. */
  readonly label: string;
  readonly data: AlignedData;
  readonly extractor: string;
  /** Vertical lines. */
  readonly marks: readonly Mark[];
  /** Where their labels are, away from what the chart draws. */
  readonly labelsAt: 'top' | 'bottom';
  readonly options: (
    token: ReadToken,
    paths: uPlot.Series.PathBuilderFactories,
  ) => Omit<Options, 'width' | 'height'>;
}

const HEIGHT_PX = 176;

/** A uPlot chart as wide as its place, drawn again when the colour scheme changes. `LazyChart` loads it. */
export const Chart = ({ extractor, data, marks, labelsAt, options }: ChartProps) => {
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const [places, setPlaces] = useState<readonly number[]>([]);
  useEffect(() => {
    if (place.current === null) return undefined;
    const token = tokenReader(place.current);
    const chart = new uPlot(
      {
        ...withMarks(options(token, uPlot.paths), (drawn) => {
          const drawnAt = drawMarks(drawn, marks, token);
          setPlaces((before) => (before.join() === drawnAt.join() ? before : drawnAt));
        }),
        width: place.current.clientWidth,
        height: HEIGHT_PX,
      },
      data,
      place.current,
    );
    const resize = new ResizeObserver(([entry]) => {
      if (entry) chart.setSize({ width: entry.contentRect.width, height: HEIGHT_PX });
    });
    resize.observe(place.current);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
    // The scheme is not read here, but the tokens' colours change with it.
  }, [data, marks, options, scheme]);
  return (
    <div className={styles.chart}>
      <div ref={place} className={styles.place} />
      <VersionMarks extractor={extractor} marks={marks} places={places} at={labelsAt} />
    </div>
  );
};

const tokenReader = (element: Element): ReadToken => {
  const computed = getComputedStyle(element);
  return (name) => computed.getPropertyValue(name).trim();
};

type Drawing = Omit<Options, 'width' | 'height'>;

const withMarks = (options: Drawing, draw: (chart: uPlot) => void): Drawing => ({
  ...options,
  hooks: { ...options.hooks, drawAxes: [draw] },
});

/** Answers where the lines are, from the left. */
const drawMarks = (chart: uPlot, marks: readonly Mark[], token: ReadToken): readonly number[] => {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = token('--line-strong');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  const places = marks.map(({ at }) => Math.round(chart.valToPos(at / 1_000, 'x', true)));
  for (const x of places) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
  return places.map((x) => x / devicePixelRatio);
};
