import type { Dataset } from '@pawprint/protocol';
import { formatBytes } from '../design/bytes.ts';
import { Time } from '../design/time.tsx';

export const DatasetFacts = ({ dataset }: { readonly dataset: Dataset }) => (
  <div className="hd">
    <div className="grow">
      <h1>{dataset.name}</h1>
      <dl className="facts">
        <div>
          <dt>Files</dt>
          <dd>
            {dataset.file_count}, {formatBytes(dataset.size_bytes)}
          </dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>
            <Time at={dataset.created_at} inWords /> by {dataset.created_by?.name ?? 'unknown'}
          </dd>
        </div>
      </dl>
    </div>
  </div>
);
