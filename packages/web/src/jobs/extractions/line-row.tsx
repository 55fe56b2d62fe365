import { formatAbsolute, formatLogTime } from '../../design/instant.ts';
import { lineTone } from '../events/event-look.ts';
import { EventText } from '../events/event-text.tsx';
import { FoldButton } from '../events/fold-button.tsx';
import { lineText } from '../events/line-text.ts';
import { CELL, type RowProps } from './row-props.ts';
import { useTreeActions } from './tree-context.ts';

/** The milliseconds stand apart: a phone has no room for them. */
const LineTime = ({ at }: { readonly at: string }) => {
  const instant = new Date(at);
  const time = formatLogTime(instant);
  return (
    <time dateTime={at} title={formatAbsolute(instant)}>
      {time.slice(0, 8)}
      <span>{time.slice(8)}</span>
    </time>
  );
};

/** One line, or several that say the same. */
export const LineRow = ({ row, ...place }: RowProps<'line'>) => {
  const { toggle } = useTreeActions();
  const { event, fold } = row;
  const folds = fold.events.length > 1;
  return (
    <tr {...place} className={`ln ${lineTone(event)}`}>
      <td {...CELL} className="lines">
        <LineTime at={event.received_at} />
        <span className="x">
          <EventText text={lineText(event)} />
          {event.late ? <span className="tag">late</span> : null}
          {folds ? <FoldButton fold={fold} open={row.open} onToggle={() => toggle(row.foldKey)} /> : null}
        </span>
      </td>
    </tr>
  );
};
