import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { SearchHit } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { Marked } from '../design/marked.tsx';
import text from '../design/text.module.css';
import { KIND_TEXTS, keyOfHit, linkOfHit, placeOfHit, reasonsOfHit, titleOfHit } from '../search/hit-text.ts';
import { searchQuery } from '../search/search-query.ts';
import styles from './command-palette.module.css';
import { findCommands, type PageCommand, readPageCommands } from './page-commands.ts';

interface CommandPaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Finds what can be pressed on the page, and everything that the search finds; all by keyboard. */
export const CommandPalette = ({ opened, onClose }: CommandPaletteProps) => {
  const chosen = useRef<(() => void) | null>(null);
  return (
    // What is chosen may open another dialog, which would lose the focus that this one returns later.
    <Modal
      opened={opened}
      onClose={onClose}
      title="Find an action, or anything else"
      size={640}
      returnFocus={false}
    >
      {opened ? (
        <Choices
          onCancel={onClose}
          onChoose={(perform) => {
            chosen.current = perform;
            onClose();
          }}
          onClosed={(returnFocus) => {
            (chosen.current ?? returnFocus)();
            chosen.current = null;
          }}
        />
      ) : null}
    </Modal>
  );
};

/** So many actions are shown until more is typed. */
const MOST_COMMANDS = 12;
const PAUSE_MS = 150;

interface ChoicesProps {
  readonly onCancel: () => void;
  readonly onChoose: (perform: () => void) => void;
  readonly onClosed: (returnFocus: () => void) => void;
}

const Choices = ({ onCancel, onChoose, onClosed }: ChoicesProps) => {
  const [before] = useState(() => document.activeElement);
  const close = useEffectEvent(() => onClosed(() => before instanceof HTMLElement && before.focus()));
  useEffect(() => () => close(), []);
  const [commands] = useState(() => readPageCommands(document));
  const [typed, setTyped] = useState('');
  const [searched] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const navigate = useNavigate();
  // Its list is always shown; Escape, which would close it, closes the dialog.
  const combobox = useCombobox({ opened: true, onDropdownClose: onCancel });
  const found = findCommands(commands, typed).slice(0, MOST_COMMANDS);
  const { data } = useQuery(searchQuery(searched));
  const sections = typed.trim() === '' ? [] : (data?.sections ?? []);
  const selectFirst = useEffectEvent(() => void combobox.selectFirstOption());
  // Once the choices are in the page.
  useEffect(() => selectFirst(), [typed, data]);
  const choose = (value: string): void => {
    const command = found[Number(value)];
    const hit = sections.flatMap(({ hits }) => hits).find((each) => keyOfHit(each) === value);
    if (command) onChoose(() => press(command));
    if (hit) onChoose(() => void navigate(linkOfHit(hit)));
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          aria-label="Find an action, or anything else"
          placeholder="An action of this page, a name, a tag, metadata as lines>1000"
          leftSection={<Icon name="search" />}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={styles.options} aria-label="What was found">
        {found.length > 0 ? (
          <Combobox.Group label="On this page">
            {found.map((command, index) => (
              <Combobox.Option key={`${command.place} ${command.label}`} value={String(index)}>
                <Choice title={command.label} aside={command.place} query={typed} />
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ) : null}
        {sections.map(({ kind, hits }) => (
          <Combobox.Group key={kind} label={KIND_TEXTS[kind].title}>
            {hits.map((hit) => (
              <Combobox.Option key={keyOfHit(hit)} value={keyOfHit(hit)}>
                <Choice title={titleOfHit(hit)} aside={asideOf(hit)} query={typed} />
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
        {found.length === 0 && sections.length === 0 ? (
          <Combobox.Empty>Nothing on this page and nothing that you see is called so.</Combobox.Empty>
        ) : null}
      </Combobox.Options>
    </Combobox>
  );
};

/** Where a hit is, and why it was found. */
const asideOf = (hit: SearchHit): string =>
  [placeOfHit(hit), ...reasonsOfHit(hit).map(({ label, text: value }) => `${label} ${value}`)]
    .filter((part) => part !== null)
    .join(' · ');

const Choice = ({
  title,
  aside,
  query,
}: {
  readonly title: string;
  readonly aside: string;
  readonly query: string;
}) => (
  <span className={styles.choice}>
    <span className={text.truncated}>
      <Marked text={title} query={query.trim()} />
    </span>
    <small className={text.dimmed}>{aside}</small>
  </span>
);

const press = ({ element }: PageCommand): void => {
  element.focus();
  element.click();
};
