import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { JobView } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { keys } from '../../api/query-keys.ts';
import { ErrorMessage } from '../../design/error-message.tsx';
import { Icon } from '../../design/icon.tsx';
import text from '../../design/text.module.css';
import { useHasRight, useMe } from '../../session/session.ts';
import styles from './saved-views.module.css';
import { isChanged, type ShownJobs, viewQuery } from './view-queries.ts';

interface OpenViewProps {
  readonly id: string;
  readonly shown: ShownJobs;
  readonly onDialog: (dialog: { readonly of: 'change' | 'delete'; readonly view: JobView }) => void;
}

/** The view that is open, and what can be done with it. */
export const OpenView = ({ id, shown, onDialog }: OpenViewProps) => {
  const { data: view, error } = useQuery({ ...viewQuery(id), retry: false });
  const me = useMe();
  const isAdministrator = useHasRight('administer');
  if (error) return <ErrorMessage>{explain(error)}</ErrorMessage>;
  if (!view) return null;
  const isOwn = view.owner?.id === me?.id;
  return (
    <section className={styles.open} aria-label="The open view">
      <div>
        <h3>{view.name}</h3>
        <p className={text.dimmed}>
          {describeSharing(view, isOwn)}
          {isChanged(view, shown) ? ' What you see has changed since it was opened.' : ''}
        </p>
      </div>
      <div className={styles.actions}>
        {isOwn && isChanged(view, shown) ? <UpdateButton id={view.id} shown={shown} /> : null}
        {isOwn ? (
          <Button size="xs" onClick={() => onDialog({ of: 'change', view })}>
            Rename or share…
          </Button>
        ) : null}
        <CopyLink id={view.id} />
        {isOwn || (isAdministrator && view.shared) ? (
          <Button size="xs" onClick={() => onDialog({ of: 'delete', view })}>
            Delete…
          </Button>
        ) : null}
      </div>
    </section>
  );
};

const describeSharing = ({ shared, owner }: JobView, isOwn: boolean): string => {
  if (!shared) return 'Only you see this view.';
  if (isOwn) return 'You share it with everybody.';
  return `Shared by ${owner?.name ?? 'a deleted account'}.`;
};

/** Keeps in the view what the page shows now. */
const UpdateButton = ({ id, shown }: { readonly id: string; readonly shown: ShownJobs }) => {
  const queries = useQueryClient();
  const { query, sort, columns } = shown;
  const update = useMutation({
    mutationFn: () =>
      callRoute('changeJobView', { params: { id }, body: { query, sort, columns: [...columns] } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.jobViews }),
  });
  return (
    <>
      {update.error ? <ErrorMessage>The view was not updated. {explain(update.error)}</ErrorMessage> : null}
      <Button
        size="xs"
        variant="filled"
        aria-disabled={update.isPending}
        onClick={() => update.isPending || update.mutate()}
      >
        {update.isPending ? 'Updating…' : 'Update the view'}
      </Button>
    </>
  );
};

const CopyLink = ({ id }: { readonly id: string }) => {
  const { copied, copy } = useClipboard({ timeout: 2_000 });
  return (
    <Button
      size="xs"
      leftSection={<Icon name={copied ? 'check' : 'link'} />}
      onClick={() => copy(`${window.location.origin}/jobs?view=${id}`)}
    >
      <span aria-live="polite">{copied ? 'Copied' : 'Copy link'}</span>
    </Button>
  );
};
