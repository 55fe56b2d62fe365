import type { Extractor } from '@pawprint/protocol';
import { InstanceCounts } from '../../extractors/instance-counts.tsx';

interface ExtractorOptionProps {
  readonly extractor: Extractor;
  readonly group: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** Nobody alive is no reason not to submit: the job waits. */
const Alive = ({ extractor: { instances } }: { readonly extractor: Extractor }) =>
  instances.live + instances.late === 0 ? (
    <span className="dim">none running, it would wait</span>
  ) : (
    <InstanceCounts counts={{ ...instances, gone: 0 }} />
  );

export const ExtractorOption = ({ extractor, group, chosen, onChoose }: ExtractorOptionProps) => (
  <label className="option" data-off={extractor.enabled ? undefined : true}>
    <input
      type="radio"
      name={group}
      value={extractor.name}
      checked={chosen}
      disabled={!extractor.enabled}
      onChange={onChoose}
    />
    <span className="option-words">
      <span className="row">
        <span className="b trunc">{extractor.name}</span>
        <span className="ver">{extractor.version}</span>
      </span>
      {extractor.description ? (
        <small className="trunc" title={extractor.description}>
          {extractor.description}
        </small>
      ) : null}
    </span>
    <span className="option-alive">
      <Alive extractor={extractor} />
    </span>
  </label>
);
