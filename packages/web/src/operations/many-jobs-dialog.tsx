import type { Extractor } from '@pawprint/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { extractorQuery } from '../extractors/extractor-queries.ts';
import { parameterFields } from '../submit/parameter-fields.ts';
import { usePrefilledParameters } from '../submit/parameters-draft.ts';
import { ParametersInput } from '../submit/parameters-input.tsx';
import styles from './operation-dialog.module.css';
import { OperationDialog } from './operation-dialog.tsx';
import type { JobsScope, OperationPlan } from './operation-plan.ts';

interface ManyJobsDialogProps {
  readonly kind: 'cancel' | 'resubmit' | 'remove_outputs';
  readonly scope: JobsScope;
  /** Of the jobs of an extractor on a file, none but the latest is resubmitted. */
  readonly latestOnly?: boolean;
  readonly where: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Cancels or resubmits all jobs of a list, or removes what they made. Jobs of one extractor can be resubmitted with other parameters. */
export const ManyJobsDialog = ({ kind, scope, latestOnly, ...dialog }: ManyJobsDialogProps) => {
  if (kind === 'cancel') return <OperationDialog {...dialog} kind={kind} plan={{ kind, scope }} />;
  if (kind === 'remove_outputs') return <RemoveOutputsDialog {...dialog} scope={scope} />;
  if ('extractor' in scope && !('dataset_id' in scope))
    return <ResubmitOfExtractor {...dialog} name={scope.extractor} />;
  return <OperationDialog {...dialog} kind={kind} plan={{ kind, scope, parameters: null, latestOnly }} />;
};

type RemoveOutputsProps = Pick<ManyJobsDialogProps, 'scope' | 'where' | 'opened' | 'onClose'>;

export const RemoveOutputsDialog = ({ scope, ...dialog }: RemoveOutputsProps) => {
  const queries = useQueryClient();
  const kind = 'remove_outputs';
  // Metadata, previews, files and tags are shown on many pages.
  const onEnded = (): void => void queries.invalidateQueries();
  return <OperationDialog {...dialog} kind={kind} plan={{ kind, scope }} onEnded={onEnded} />;
};

interface ResubmitProps extends Pick<ManyJobsDialogProps, 'where' | 'opened' | 'onClose'> {
  readonly name: string;
}

const ResubmitOfExtractor = ({ name, ...dialog }: ResubmitProps) => {
  const { data } = useQuery(extractorQuery(name));
  const plan = { kind: 'resubmit', scope: { extractor: name }, parameters: null } as const;
  return data === undefined ? (
    <OperationDialog {...dialog} kind="resubmit" plan={plan} />
  ) : (
    <ResubmitWithParameters {...dialog} extractor={data} plan={plan} />
  );
};

interface ResubmitWithParametersProps extends Omit<ResubmitProps, 'name'> {
  readonly extractor: Extractor;
  readonly plan: OperationPlan & { readonly kind: 'resubmit' };
}

const ResubmitWithParameters = ({ extractor, plan, ...dialog }: ResubmitWithParametersProps) => {
  const [isEdited, setEdited] = useState(false);
  const { draft, read } = usePrefilledParameters(parameterFields(extractor.parameters));
  const completePlan = (planned: OperationPlan): OperationPlan | null => {
    const parameters = isEdited ? read() : null;
    if (isEdited && parameters === null) return null;
    return planned.kind === 'resubmit' ? { ...planned, parameters } : planned;
  };
  return (
    <OperationDialog
      {...dialog}
      kind="resubmit"
      plan={plan}
      completePlan={completePlan}
      options={
        <>
          <label className={styles.checkbox}>
            <input
              type="checkbox"
              checked={isEdited}
              onChange={(event) => setEdited(event.currentTarget.checked)}
            />
            With other parameters, the same for all
          </label>
          {isEdited ? <ParametersInput draft={draft} /> : null}
        </>
      }
    />
  );
};
