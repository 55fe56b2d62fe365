import { Button, Modal } from '@mantine/core';
import type { Dataset, Extractor } from '@pawprint/protocol';
import { useEffect, useEffectEvent, useState } from 'react';
import { DatasetSelect } from '../datasets/dataset-select.tsx';
import { DialogActions } from '../design/dialog-actions.tsx';
import layout from '../design/layout.module.css';
import { SubmitDatasetContent, useSubmitDataset } from './submit-dataset-dialog.tsx';

interface SubmitToExtractorDialogProps {
  readonly extractor: Extractor;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Submits a dataset, or files of one, to an extractor. The draft is kept while the dialog is closed. */
export const SubmitToExtractorDialog = ({ extractor, opened, onClose }: SubmitToExtractorDialogProps) => {
  const [dataset, setDataset] = useState<Dataset | null>(null);
  return (
    <Modal opened={opened} onClose={onClose} title={`Submit to ${extractor.name}`} size={640} keepMounted>
      <div className={layout.stack}>
        <DatasetSelect
          label="Dataset"
          description="It, or files in it, become the input. You need the right to submit jobs on it."
          enabled={opened}
          onChange={setDataset}
        />
        {dataset ? (
          <ChosenDataset
            key={dataset.id}
            dataset={dataset}
            extractor={extractor}
            opened={opened}
            onClose={onClose}
          />
        ) : (
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        )}
      </div>
    </Modal>
  );
};

const NONE_SELECTED = { of: 'ids', ids: new Set<string>() } as const;

const ChosenDataset = (props: SubmitToExtractorDialogProps & { readonly dataset: Dataset }) => {
  const state = useSubmitDataset({ ...props, selected: NONE_SELECTED });
  const forgetResult = useEffectEvent(state.forgetResult);
  // A dialog that was closed with a result begins with its form.
  useEffect(() => {
    if (props.opened) forgetResult();
  }, [props.opened]);
  return <SubmitDatasetContent {...props} selected={NONE_SELECTED} state={state} />;
};
