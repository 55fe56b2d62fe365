import { Button, Modal, NativeSelect } from '@mantine/core';
import type { Dataset, Me, Sharing } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { explain } from '../api/explain.ts';
import { countOf } from '../design/count.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Result } from '../design/result.tsx';
import { Switch } from '../design/switch.tsx';
import text from '../design/text.module.css';
import { offersSpacesQuery, useMe } from '../session/session.ts';
import { spacesQuery } from '../spaces/space-queries.ts';
import { describeAudience } from './describe-audience.ts';
import { oppositeOf, type SharingChange, useChangeSharing } from './sharing-changes.ts';
import styles from './sharing-dialog.module.css';
import { isOwner, sharingQuery } from './sharing-query.ts';

interface SharingDialogProps {
  readonly dataset: Dataset;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Who sees a dataset; those who have the right to change that do it here. */
export const SharingDialog = ({ dataset, opened, onClose }: SharingDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={`Who sees ${dataset.name}`} size={520}>
    <Content datasetId={dataset.id} />
  </Modal>
);

const Content = ({ datasetId }: { readonly datasetId: string }) => {
  const me = useMe();
  const { data: sharing } = useQuery(sharingQuery(datasetId));
  const { data: offersSpaces } = useQuery(offersSpacesQuery);
  const changes = useChanges(datasetId, sharing, me);
  if (!sharing || !me) return <LoadingRows what="who sees the dataset" rows={3} />;
  const onChange = sharing.rights.includes('share') ? changes.request : undefined;
  return (
    <div className={styles.content}>
      <p aria-live="polite">{describeAudience(sharing, me)}</p>
      <Part title="Owner">{isOwner(sharing, me) ? 'You' : (sharing.owner?.name ?? 'unknown')}</Part>
      <Part title="Spaces">
        <Spaces sharing={sharing} onChange={onChange} />
      </Part>
      <Part title="Public">
        <PublicSwitch sharing={sharing} busy={changes.isPending} onChange={onChange} />
      </Part>
      {changes.asked ? (
        <Confirmation change={changes.asked} onConfirm={changes.confirm} onCancel={changes.cancel} />
      ) : null}
      {changes.error ? (
        <ErrorMessage>Nothing was changed. {explain(changes.error)}</ErrorMessage>
      ) : changes.done ? (
        <Done key={changes.doneAt} change={changes.done} onUndo={changes.undo} />
      ) : null}
      {offersSpaces ? (
        <p className={styles.note}>Administrators and auditors of this server see every dataset.</p>
      ) : null}
    </div>
  );
};

/** Asks before a change with consequences, and remembers the last one to undo it. */
const useChanges = (datasetId: string, sharing: Sharing | undefined, me: Me | undefined) => {
  const mutation = useChangeSharing(datasetId);
  const [asked, setAsked] = useState<SharingChange | null>(null);
  const askedFrom = useRef<Element | null>(null);
  const apply = (change: SharingChange): void => {
    setAsked(null);
    mutation.mutate(change);
  };
  return {
    asked,
    request: (change: SharingChange): void => {
      askedFrom.current = document.activeElement;
      if (sharing && needsConfirmation(change, sharing, me)) setAsked(change);
      else apply(change);
    },
    confirm: (): void => void (asked && apply(asked)),
    cancel: (): void => {
      setAsked(null);
      if (askedFrom.current instanceof HTMLElement) askedFrom.current.focus();
    },
    isPending: mutation.isPending,
    error: mutation.error,
    done: mutation.isSuccess && !asked ? mutation.variables : null,
    doneAt: mutation.submittedAt,
    undo: (): void => {
      if (mutation.variables) apply(oppositeOf(mutation.variables));
    },
  };
};

/** To be public cannot be taken back for those who have seen it; who sees it only through one space would lose it. */
const needsConfirmation = (change: SharingChange, sharing: Sharing, me: Me | undefined): boolean => {
  if (change.kind === 'publish') return true;
  if (change.kind !== 'unshare' || isOwner(sharing, me) || me?.rights.includes('administer')) return false;
  return sharing.spaces.filter(({ role }) => role !== null).length < 2;
};

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={styles.part}>
    <h3>{title}</h3>
    <div>{children}</div>
  </section>
);

interface ChangeProps {
  readonly sharing: Sharing;
  /** Undefined for who has no right to change anything. */
  readonly onChange: ((change: SharingChange) => void) | undefined;
}

const Spaces = ({ sharing: { spaces, hidden_spaces: hidden }, onChange }: ChangeProps) => (
  <>
    <ul className={styles.spaces}>
      {spaces.map((space) => (
        <li key={space.id}>
          <Link className={text.bold} to="/spaces/$id" params={{ id: space.id }}>
            {space.name}
          </Link>
          <span className={text.dimmed}>{countOf(space.member_count, 'member')}</span>
          {onChange ? (
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Take it out of ${space.name}`}
              onClick={() => onChange({ kind: 'unshare', space })}
            >
              Take out
            </Button>
          ) : null}
        </li>
      ))}
      {hidden > 0 ? <li>{countOf(hidden, 'space')} that you are not a member of</li> : null}
      {spaces.length + hidden === 0 ? <li className={text.dimmed}>It is in no space.</li> : null}
    </ul>
    {onChange ? <AddToSpace inSpaces={spaces} onChange={onChange} /> : null}
  </>
);

interface AddToSpaceProps {
  readonly inSpaces: Sharing['spaces'];
  readonly onChange: (change: SharingChange) => void;
}

/** Offers the spaces to which this person has the right to add. */
const AddToSpace = ({ inSpaces, onChange }: AddToSpaceProps) => {
  const { data: all } = useQuery(spacesQuery);
  const [chosen, setChosen] = useState('');
  if (!all) return null;
  const isIn = new Set(inSpaces.map(({ id }) => id));
  const offered = all.filter(({ id, role }) => !isIn.has(id) && (role === 'editor' || role === 'admin'));
  const space = offered.find(({ id }) => id === chosen) ?? offered[0];
  if (!space)
    return (
      <Link className={text.link} to="/spaces">
        {all.length === 0 ? 'Share with a space…' : 'Your spaces'}
      </Link>
    );
  return (
    <div className={styles.add}>
      <NativeSelect
        size="xs"
        aria-label="Space to share it with"
        value={space.id}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button
        size="xs"
        onClick={() => onChange({ kind: 'share', space: { id: space.id, name: space.name } })}
      >
        Share
      </Button>
    </div>
  );
};

const PublicSwitch = ({ sharing, busy, onChange }: ChangeProps & { readonly busy: boolean }) => {
  if (!sharing.can_be_public) return 'This server allows no public datasets.';
  if (!onChange) return sharing.is_public ? 'It is public: signing in is not needed.' : 'It is not public.';
  return (
    <div className={styles.public}>
      <Switch
        on={sharing.is_public}
        label="Public: everybody sees it, signed in or not"
        busy={busy}
        onSwitch={() => onChange({ kind: sharing.is_public ? 'unpublish' : 'publish' })}
      />
      <span className={text.dimmed}>Everybody sees it, signed in or not.</span>
    </div>
  );
};

interface ConfirmationProps {
  readonly change: SharingChange;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

const Confirmation = ({ change, onConfirm, onCancel }: ConfirmationProps) => (
  <section className={styles.confirmation} aria-label="Confirm" tabIndex={-1} ref={focusOnce}>
    <p>
      {'space' in change
        ? `You see this dataset only because it is in ${change.space.name}. Once it is taken out, you no longer see it and cannot undo this.`
        : 'Anybody who can reach this server will see and can download all of it, without signing in: its files, metadata, jobs and their logs. You can undo this at any time, but not what was copied meanwhile.'}
    </p>
    <div className={styles.buttons}>
      <Button size="xs" onClick={onCancel}>
        Cancel
      </Button>
      <Button size="xs" variant="filled" onClick={onConfirm}>
        {'space' in change ? 'Take it out' : 'Make it public'}
      </Button>
    </div>
  </section>
);

const focusOnce = (element: HTMLElement | null): void => element?.focus();

const Done = ({ change, onUndo }: { readonly change: SharingChange; readonly onUndo: () => void }) => (
  <Result isWhole takesFocus>
    <p>
      {describeDone(change)}{' '}
      <button type="button" className={text.link} onClick={onUndo}>
        Undo
      </button>
    </p>
  </Result>
);

const describeDone = (change: SharingChange): string => {
  if ('space' in change)
    return change.kind === 'share'
      ? `Shared with ${change.space.name}.`
      : `Taken out of ${change.space.name}.`;
  return change.kind === 'publish' ? 'Everybody sees it now.' : 'It is no longer public.';
};
