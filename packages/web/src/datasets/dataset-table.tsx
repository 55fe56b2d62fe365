import type { Dataset } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { formatBytes } from '../design/bytes.ts';
import { formatCount } from '../design/count.ts';
import { Time } from '../design/time.tsx';

const Tags = ({ tags }: { readonly tags: readonly string[] }) => (
  <span className="dataset-tags">
    {tags.slice(0, 3).map((tag) => (
      <span key={tag} className="tag">
        {tag}
      </span>
    ))}
    {tags.length > 3 ? <span className="tag">+{tags.length - 3}</span> : null}
  </span>
);

const Row = ({ dataset }: { readonly dataset: Dataset }) => (
  <tr data-row tabIndex={-1}>
    <td className="dataset-name">
      <span className="row">
        <Link className="b trunc" data-row-open to="/datasets/$id" params={{ id: dataset.id }}>
          {dataset.name}
        </Link>
        <Tags tags={dataset.tags} />
      </span>
    </td>
    <td className="num">{formatCount(dataset.file_count)}</td>
    <td className="num only-wide">{formatBytes(dataset.size_bytes)}</td>
    <td>
      <Time at={dataset.created_at} inWords />
    </td>
    <td className="only-wide trunc dataset-by">{dataset.created_by?.name ?? 'unknown'}</td>
  </tr>
);

export const DatasetTable = ({ datasets }: { readonly datasets: readonly Dataset[] }) => (
  <table className="t dataset-table">
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" className="num">
          Files
        </th>
        <th scope="col" className="num only-wide">
          Size
        </th>
        <th scope="col">Created</th>
        <th scope="col" className="only-wide">
          By
        </th>
      </tr>
    </thead>
    <tbody>
      {datasets.map((dataset) => (
        <Row key={dataset.id} dataset={dataset} />
      ))}
    </tbody>
  </table>
);
