import type { Extractor } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../design/count.ts';
import { Time } from '../../design/time.tsx';
import { InstanceCounts } from '../instance-counts.tsx';

const Name = ({ extractor }: { readonly extractor: Extractor }) => (
  <span className="extractor-name">
    <span className="row">
      <Link className="b trunc" data-row-open to="/extractors/$name" params={{ name: extractor.name }}>
        {extractor.name}
      </Link>
      <span className="ver">{extractor.version}</span>
    </span>
    {extractor.description ? <small className="trunc">{extractor.description}</small> : null}
  </span>
);

const Row = ({ extractor }: { readonly extractor: Extractor }) => (
  <tr data-row tabIndex={-1}>
    <td className="whole-line">
      <Name extractor={extractor} />
    </td>
    <td data-head="Enabled">{extractor.enabled ? 'On' : <span className="tag">Off</span>}</td>
    <td data-head="Instances">
      <InstanceCounts counts={extractor.instances} />
    </td>
    <td className="num" data-head="Waiting">
      {formatCount(extractor.waiting)}
    </td>
    <td className="num" data-head="Running">
      {formatCount(extractor.running)}
    </td>
    <td className="only-wide">
      {extractor.last_seen_at ? <Time at={extractor.last_seen_at} /> : <span className="dim">never</span>}
    </td>
  </tr>
);

export const ExtractorTable = ({ extractors }: { readonly extractors: readonly Extractor[] }) => (
  <div className="scrolled">
    <table className="t stacks extractor-table">
      <thead>
        <tr>
          <th scope="col">Extractor</th>
          <th scope="col">Enabled</th>
          <th scope="col">Instances</th>
          <th scope="col" className="num">
            Waiting
          </th>
          <th scope="col" className="num">
            Running
          </th>
          <th scope="col" className="only-wide">
            Last seen
          </th>
        </tr>
      </thead>
      <tbody>
        {extractors.map((extractor) => (
          <Row key={extractor.name} extractor={extractor} />
        ))}
      </tbody>
    </table>
  </div>
);
