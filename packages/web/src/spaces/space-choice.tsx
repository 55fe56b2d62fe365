import { NativeSelect } from '@mantine/core';
import type { SpaceExtractor } from '@pawprint/protocol';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { callRoute, client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import styles from './space-choice.module.css';

export const spaceExtractorsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.spaceExtractors(id),
    queryFn: ({ signal }) => callRoute('listSpaceExtractors', { params: { id }, signal }),
  });

type Choice = SpaceExtractor['choice'];

interface SpaceChoiceProps {
  readonly label: string;
  readonly extractor: Pick<SpaceExtractor, 'choice' | 'is_private'>;
  /** Undefined for who has no right to switch. */
  readonly onChoose: ((choice: Choice) => void) | undefined;
}

/** Whether an extractor works on the data in a space: a choice for the space's admins, for others what they chose. */
export const SpaceChoice = ({ label, extractor, onChoose }: SpaceChoiceProps) => {
  const choices = choicesOf(extractor.is_private);
  if (!onChoose) return choices.find(({ value }) => value === extractor.choice)?.label;
  return (
    <NativeSelect
      size="xs"
      className={styles.choice}
      aria-label={label}
      data={choices}
      value={extractor.choice}
      onChange={(event) => onChoose(readChoice(event.currentTarget.value))}
    />
  );
};

/** A private extractor works on other people's data only where a space has it on. */
const choicesOf = (isPrivate: boolean) =>
  [
    { value: 'default', label: isPrivate ? 'By hand' : 'As everywhere' },
    { value: 'on', label: 'On' },
    { value: 'off', label: 'Off' },
  ] as const;

const readChoice = (value: string): Choice => (value === 'on' || value === 'off' ? value : 'default');

export const useSpaceChoice = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ extractor, choice }: { readonly extractor: SpaceExtractor; readonly choice: Choice }) =>
      client.call('setSpaceExtractor', { params: { id, name: extractor.name }, body: { choice } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.spaceExtractors(id) }),
  });
};
