import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ExtractorSharing } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '../../api/explain.ts';
import { countOf } from '../../design/count.ts';
import { ErrorMessage } from '../../design/error-message.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import text from '../../design/text.module.css';
import { MOST_PEOPLE, peopleQuery, spacesQuery } from '../../spaces/space-queries.ts';
import { extractorSharingQuery, type SharingChange, useChangeSharing } from './extractor-sharing.ts';
import styles from './share-extractor-dialog.module.css';

interface ShareExtractorDialogProps {
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** With whom the owner of a private extractor shares it. */
export const ShareExtractorDialog = ({ name, opened, onClose }: ShareExtractorDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={`Share ${name}`} size={520}>
    <Content name={name} />
  </Modal>
);

const Content = ({ name }: { readonly name: string }) => {
  const { data: sharing } = useQuery(extractorSharingQuery(name));
  const change = useChangeSharing(name);
  if (!sharing) return <LoadingRows what="who uses the extractor" rows={3} />;
  return (
    <div className={layout.stack}>
      <p className={text.dimmed}>
        Those it is shared with see it and submit jobs to it. Their uploads set it off only in a space that
        has switched it on.
      </p>
      <People sharing={sharing} onChange={change.mutate} />
      <Spaces sharing={sharing} onChange={change.mutate} />
      {change.isError ? <ErrorMessage>Nothing was changed. {explain(change.error)}</ErrorMessage> : null}
    </div>
  );
};

interface PartProps {
  readonly sharing: ExtractorSharing;
  readonly onChange: (change: SharingChange) => void;
}

const People = ({ sharing: { owner, people }, onChange }: PartProps) => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { data: found = [] } = useQuery({ ...peopleQuery(q), enabled: q !== '' });
  const known = new Set([owner, ...people].map((person) => person?.id));
  return (
    <section aria-label="People" className={styles.part}>
      <h3>People</h3>
      <ul className={styles.list}>
        {people.map(({ id, name }) => (
          <li key={id}>
            <span className={layout.fill}>{name}</span>
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Remove ${name}`}
              onClick={() => onChange({ kind: 'unshare', personId: id })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <TextInput
        label="Name or e-mail"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={styles.list} aria-label="People found">
        {(q === '' ? [] : found)
          .filter(({ id }) => !known.has(id))
          .slice(0, MOST_PEOPLE)
          .map(({ id, fullName, email }) => (
            <li key={id}>
              <span className={layout.fill}>
                {fullName} <small className={text.dimmed}>{email}</small>
              </span>
              <Button
                size="xs"
                aria-label={`Share with ${fullName}`}
                onClick={() => onChange({ kind: 'share', personId: id })}
              >
                Share
              </Button>
            </li>
          ))}
      </ul>
    </section>
  );
};

const Spaces = ({ sharing: { spaces, hidden_spaces: hidden }, onChange }: PartProps) => {
  const { data: all = [] } = useQuery(spacesQuery);
  const [chosen, setChosen] = useState('');
  const known = new Set(spaces.map(({ id }) => id));
  const offered = all.filter(({ id, role }) => !known.has(id) && (role === 'editor' || role === 'admin'));
  const space = offered.find(({ id }) => id === chosen) ?? offered[0];
  if (spaces.length + hidden + offered.length === 0) return null;
  return (
    <section aria-label="Spaces" className={styles.part}>
      <h3>Spaces</h3>
      <ul className={styles.list}>
        {spaces.map(({ id, name }) => (
          <li key={id}>
            <span className={layout.fill}>Members of {name}</span>
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Remove ${name}`}
              onClick={() => onChange({ kind: 'unshare', spaceId: id })}
            >
              Remove
            </Button>
          </li>
        ))}
        {hidden > 0 ? <li>{countOf(hidden, 'space')} that you are not a member of</li> : null}
      </ul>
      {space ? (
        <div className={layout.row}>
          <NativeSelect
            size="xs"
            aria-label="Space to share it with"
            value={space.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button size="xs" onClick={() => onChange({ kind: 'share', spaceId: space.id })}>
            Share
          </Button>
        </div>
      ) : null}
    </section>
  );
};
