import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot, { type AlignedData, type Options } from 'uplot';
import styles from './chart.module.css';
import type { Mark } from './series.ts';

/** The colours of the page as they are now: a canvas does not know CSS variables. */
export type ReadToken = (name: `--${string}`) => string;

export interface ChartProps {
  /** What the chart shows, for those who do not see it. A table beside it has the numbers. */
  readonly label: string;
  readonly data: AlignedData;
  /** Vertical lines. */
  readonly marks: readonly Mark[];
  /** Where their labels are: away from what the chart draws. */
  readonly labelsAt: 'top' | 'bottom';
  readonly options: (
    token: ReadToken,
    paths: uPlot.Series.PathBuilderFactories,
  ) => Omit<Options, 'width' | 'height'>;
}

const HEIGHT_PX = 176;

/** A uPlot chart as wide as its place, drawn again when the colour scheme changes. `LazyChart` loads it. */
export const Chart = ({ data, marks, labelsAt, options }: ChartProps) => {
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const token = tokenReader(place.current);
    const chart = new uPlot(
      {
        ...withMarks(options(token, uPlot.paths), (drawn) => drawMarks(drawn, marks, labelsAt, token)),
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
  }, [data, marks, labelsAt, options, scheme]);
  return <div ref={place} className={styles.place} />;
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

const drawMarks = (
  chart: uPlot,
  marks: readonly Mark[],
  labelsAt: ChartProps['labelsAt'],
  token: ReadToken,
): void => {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = token('--line-strong');
  ctx.fillStyle = token('--text');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.font = `${12 * devicePixelRatio}px ${token('--font')}`;
  for (const { at, label } of marks) {
    const x = Math.round(chart.valToPos(at / 1_000, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const fitsLeft = x - bbox.left > ctx.measureText(label).width + 12;
    ctx.textAlign = fitsLeft ? 'right' : 'left';
    ctx.textBaseline = labelsAt;
    const y = labelsAt === 'top' ? bbox.top : bbox.top + bbox.height - 4 * devicePixelRatio;
    ctx.fillText(label, x + (fitsLeft ? -6 : 6) * devicePixelRatio, y);
  }
  ctx.restore();
};
