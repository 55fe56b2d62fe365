import { ActionIcon } from '@mantine/core';
import type { AuditEntry } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Cell } from '../design/data-table.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { RawText } from '../design/raw-text.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import styles from './audit-row.module.css';
import { describeAct, describeOrigin, describePerson } from './describe-act.ts';

interface AuditRowProps {
  readonly entry: AuditEntry;
  readonly onPerson: (id: string) => void;
  readonly onSubject: (subject: string) => void;
}

/** One act as a sentence; a second row below it shows all that was recorded, once it is opened. */
export const AuditRow = ({ entry, onPerson, onSubject }: AuditRowProps) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr data-row tabIndex={-1}>
        <Cell wholeLine>
          <span className={layout.row}>
            <ActionIcon
              data-row-open
              aria-expanded={open}
              aria-label={open ? 'Hide the details' : 'Show the details'}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? 'down' : 'right'} />
            </ActionIcon>
            <Time at={entry.at} />
          </span>
        </Cell>
        <Cell wholeLine className={styles.sentence}>
          <PersonName entry={entry} onPerson={onPerson} /> <Sentence entry={entry} />
        </Cell>
        <Cell className={text.dimmed}>{describeOrigin(entry)}</Cell>
        <Cell toEnd>
          <ActionIcon
            aria-label={`Everything about ${entry.subject_name ?? entry.subject}`}
            title={`Everything about ${entry.subject_name ?? entry.subject}`}
            onClick={() => onSubject(entry.subject)}
          >
            <Icon name="search" />
          </ActionIcon>
        </Cell>
      </tr>
      {open ? (
        <tr>
          <Cell colSpan={4} className={styles.details}>
            <RawText label="Details" text={JSON.stringify(entry, null, 2)} />
          </Cell>
        </tr>
      ) : null}
    </>
  );
};

const PersonName = ({ entry, onPerson }: Omit<AuditRowProps, 'onSubject'>) => {
  const id = entry.person?.id;
  const name = describePerson(entry);
  if (!id) return <span className={text.bold}>{name}</span>;
  return (
    <button
      type="button"
      className={styles.person}
      title={`Everything that ${name} did`}
      onClick={() => onPerson(id)}
    >
      {name}
    </button>
  );
};

const Sentence = ({ entry }: Pick<AuditRowProps, 'entry'>) =>
  describeAct(entry).map((piece, place) =>
    'text' in piece ? piece.text : <Subject key={place} entry={entry} name={piece.subject} />,
  );

/** What was deleted has no page any more. */
const Subject = ({
  entry: { act, subject },
  name,
}: Pick<AuditRowProps, 'entry'> & { readonly name: string }) => {
  const [kind, verb] = act.split('.');
  const id = subject;
  if (verb === 'delete' && kind !== 'metadata') return <span className={text.bold}>{name}</span>;
  if (kind === 'dataset')
    return (
      <Link className={text.link} to="/datasets/$id" params={{ id }}>
        {name}
      </Link>
    );
  if (kind === 'file')
    return (
      <Link className={text.link} to="/files/$id" params={{ id }}>
        {name}
      </Link>
    );
  if (kind === 'space')
    return (
      <Link className={text.link} to="/spaces/$id" params={{ id }}>
        {name}
      </Link>
    );
  if (kind === 'extractor' || kind === 'error_queue')
    return (
      <Link className={text.link} to="/extractors/$name" params={{ name: subject }}>
        {name}
      </Link>
    );
  return <span className={text.bold}>{name}</span>;
};
