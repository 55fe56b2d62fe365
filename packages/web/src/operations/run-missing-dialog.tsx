import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import layout from '../design/layout.module.css';
import { datasetExtractorsQuery, versionsQuery } from '../extractors/extractor-queries.ts';
import { isOn } from '../submit/fitting-extractors.ts';
import styles from './operation-dialog.module.css';
import { OperationDialog } from './operation-dialog.tsx';

interface RunMissingDialogProps {
  /** Null: it is chosen here, of those that work on the dataset. */
  readonly extractor: string | null;
  /** Null: all files. */
  readonly datasetId: string | null;
  readonly where: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const ANY_VERSION = '';

/** Runs an extractor on the files that it, or a version of it, has not done. */
export const RunMissingDialog = ({ extractor, datasetId, ...dialog }: RunMissingDialogProps) => {
  const [chosen, setChosen] = useState('');
  const [version, setVersion] = useState(ANY_VERSION);
  const [includeUnknown, setIncludeUnknown] = useState(false);
  const name = extractor ?? chosen;
  const sinceVersion = version === ANY_VERSION ? null : version;
  const choose = (next: string): void => {
    setChosen(next);
    setVersion(ANY_VERSION);
  };
  return (
    <OperationDialog
      {...dialog}
      kind="run_missing"
      plan={
        name === '' ? null : { kind: 'run_missing', extractor: name, datasetId, sinceVersion, includeUnknown }
      }
      options={
        <div className={layout.stack}>
          {extractor === null && datasetId !== null ? (
            <ExtractorSelect datasetId={datasetId} enabled={dialog.opened} value={chosen} onChange={choose} />
          ) : null}
          {name === '' ? null : <VersionSelect name={name} value={version} onChange={setVersion} />}
          {sinceVersion === null ? null : (
            <label className={styles.checkbox}>
              <input
                type="checkbox"
                checked={includeUnknown}
                onChange={(event) => setIncludeUnknown(event.currentTarget.checked)}
              />
              Also files done by an unknown version
            </label>
          )}
        </div>
      }
    />
  );
};

interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface ExtractorSelectProps extends SelectProps {
  readonly datasetId: string;
  readonly enabled: boolean;
}

/** The extractors that are on for the dataset and run on files. */
const ExtractorSelect = ({ datasetId, enabled, value, onChange }: ExtractorSelectProps) => {
  const { data = [] } = useQuery({ ...datasetExtractorsQuery(datasetId), enabled });
  const names = data
    .filter((extractor) => isOn(extractor) && (extractor.process.file ?? []).length > 0)
    .map(({ name }) => name);
  return (
    <NativeSelect
      label="Extractor"
      data={[{ value: '', label: 'Choose one' }, ...names.toSorted()]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};

const VersionSelect = ({ name, value, onChange }: SelectProps & { readonly name: string }) => {
  const { data = [] } = useQuery(versionsQuery(name));
  return (
    <NativeSelect
      label="A file is done if it was done by"
      description="One that was skipped at the limit of a chain is not done."
      data={[
        { value: ANY_VERSION, label: 'any version' },
        ...data.map(({ version }) => ({ value: version, label: `${version} or newer` })),
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};
