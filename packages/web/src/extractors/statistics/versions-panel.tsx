import type { VersionComparison } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Icon } from '../../design/icon.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import {
  type ComparedMeasure,
  evidenceText,
  MEASURE_LABELS,
  VERDICT_LABELS,
  valueText,
  versionName,
} from './comparison-texts.ts';
import { type ComparedVersions, comparisonQuery } from './statistics-queries.ts';
import { VersionTable } from './version-table.tsx';
import styles from './versions-panel.module.css';

/** What each version of the extractor costs, and two of them side by side. */
export const VersionsPanel = ({ name }: { readonly name: string }) => {
  const [compared, setCompared] = useState<ComparedVersions>({});
  const { data, error, refetch } = useQuery(comparisonQuery(name, compared));
  return (
    <Panel aria-labelledby="versions-head">
      <PanelHead className={styles.head}>
        <h2 id="versions-head">Versions</h2>
        {data?.comparison ? <Choice data={data} comparison={data.comparison} onChoose={setCompared} /> : null}
      </PanelHead>
      {!data && error ? (
        <ErrorPanel what="The versions could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="versions" rows={4} /> : null}
      {data?.comparison ? <ComparisonTable comparison={data.comparison} /> : null}
      {data && data.versions.length > 0 ? <VersionTable name={name} versions={data.versions} /> : null}
      {data?.versions.length === 0 ? <PanelNote>No job has ended yet.</PanelNote> : null}
    </Panel>
  );
};

type Comparison = NonNullable<VersionComparison['comparison']>;

interface ChoiceProps {
  readonly data: VersionComparison;
  readonly comparison: Comparison;
  readonly onChoose: (compared: ComparedVersions) => void;
}

/** Choosing the version of the other side swaps both. */
const Choice = ({ data, comparison, onChoose }: ChoiceProps) => {
  const names = data.versions.map(({ version }) => version);
  const [one, other] = [comparison.version ?? '', comparison.with ?? ''];
  return (
    <span className={styles.choice}>
      <VersionSelect
        label="Compare"
        name="Compare version"
        names={names}
        value={one}
        onChange={(version) => onChoose({ version, with: version === other ? one : other })}
      />
      <VersionSelect
        label="with"
        name="Compare with version"
        names={names}
        value={other}
        onChange={(version) => onChoose({ version: version === one ? other : one, with: version })}
      />
    </span>
  );
};

interface VersionSelectProps {
  readonly label: string;
  /** For screen readers, which read each alone. */
  readonly name: string;
  readonly names: readonly (string | null)[];
  readonly value: string;
  readonly onChange: (version: string) => void;
}

const VersionSelect = ({ label, name, names, value, onChange }: VersionSelectProps) => (
  <label className={styles.select}>
    <span className={text.dimmed}>{label}</span>
    <select aria-label={name} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {names.map((version) => (
        <option key={version} value={version ?? ''}>
          {versionName(version)}
        </option>
      ))}
    </select>
    <Icon name="down" />
  </label>
);

const ComparisonTable = ({ comparison }: { readonly comparison: Comparison }) => (
  <DataTable stacked aria-label={`${versionName(comparison.version)} beside ${versionName(comparison.with)}`}>
    <thead>
      <tr>
        <HeadCell>Measure</HeadCell>
        <HeadCell numeric>{versionName(comparison.version)}</HeadCell>
        <HeadCell numeric>{versionName(comparison.with)}</HeadCell>
        <HeadCell numeric>Difference</HeadCell>
      </tr>
    </thead>
    <tbody>
      {comparison.measures.map((measure) => (
        <tr key={measure.measure}>
          <Cell wholeLine>{MEASURE_LABELS[measure.measure]}</Cell>
          <Cell numeric head={versionName(comparison.version)}>
            {valueText(measure.measure, measure.value)}
          </Cell>
          <Cell numeric head={versionName(comparison.with)}>
            {valueText(measure.measure, measure.other_value)}
          </Cell>
          <Cell numeric wholeLine className={styles.difference}>
            <Difference measure={measure} />
          </Cell>
        </tr>
      ))}
    </tbody>
  </DataTable>
);

const TONES = { better: 'done', worse: 'failed' } as const;

const Difference = ({ measure }: { readonly measure: ComparedMeasure }) => {
  const { verdict, difference } = measure;
  const isJudged = verdict === 'better' || verdict === 'worse';
  return (
    <>
      <span className={isJudged ? text.toned : text.dimmed} data-tone={isJudged ? TONES[verdict] : undefined}>
        {difference === null ? null : <b className={text.bold}>{difference} </b>}
        {VERDICT_LABELS[verdict]}
      </span>
      <p className={styles.evidence}>{evidenceText(measure)}</p>
    </>
  );
};
