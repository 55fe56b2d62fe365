import type { Extractor } from '@pawprint/protocol';
import type { ReactNode } from 'react';
import { formatCount } from '../../design/count.ts';
import { Time } from '../../design/time.tsx';
import { InstanceCounts } from '../instance-counts.tsx';
import { EnabledSwitch } from './enabled-switch.tsx';

const Stat = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    {children}
  </div>
);

export const HealthPanel = ({ extractor }: { readonly extractor: Extractor }) => (
  <section className="panel extractor-health" aria-label="Health">
    <dl className="stats">
      <Stat name="Instances">
        <dd>
          <InstanceCounts counts={extractor.instances} />
        </dd>
      </Stat>
      <Stat name="Last seen">
        <dd>
          {extractor.last_seen_at ? <Time at={extractor.last_seen_at} /> : <span className="dim">never</span>}
        </dd>
      </Stat>
      <Stat name="Waiting">
        <dd className="big">{formatCount(extractor.waiting)}</dd>
      </Stat>
      <Stat name="Running">
        <dd className="big">{formatCount(extractor.running)}</dd>
      </Stat>
      <Stat name="Enabled">
        <dd>
          <EnabledSwitch extractor={extractor} />
        </dd>
        <dd>{extractor.enabled ? 'gets new jobs' : 'what waits goes on waiting'}</dd>
      </Stat>
    </dl>
  </section>
);
