import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { AlertRule, CallInput } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import { extractorsQuery } from '../extractors/extractor-queries.ts';
import { ChannelChoice } from '../notifications/channel-choice.tsx';
import { useMe } from '../session/session.ts';
import { useAlertChange } from './use-alert-change.ts';

interface AlertRuleDialogProps {
  /** Undefined: a new one. */
  readonly rule: AlertRule | undefined;
  readonly offersMail: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const AlertRuleDialog = ({ opened, ...props }: AlertRuleDialogProps) => (
  <Modal opened={opened} onClose={props.onClose} title={props.rule ? 'Edit the alert' : 'New alert'}>
    <AlertRuleForm {...props} />
  </Modal>
);

type Kind = AlertRule['condition']['kind'];

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'oldest_waiting', label: 'A job waits too long' },
  { value: 'failed_percent', label: 'Too many jobs fail' },
  { value: 'no_instance', label: 'No instance runs' },
];

/** The numbers of the form, as they are typed. */
const NUMBERS = {
  waitsMin: { label: 'Longer than (minutes)', least: 1 / 60, most: 43_200, isWhole: false },
  percent: { label: 'More than (percent)', least: 0, most: 99, isWhole: false },
  withinMin: { label: 'Of the jobs that ended within (minutes)', least: 5, most: 1_440, isWhole: true },
  minEnded: { label: 'Where at least so many ended', least: 1, most: 1_000_000, isWhole: true },
  holdMin: { label: 'For (minutes)', least: 0, most: 1_440, isWhole: false },
} as const;

type NumberName = keyof typeof NUMBERS;

const NUMBERS_OF: Readonly<Record<Kind, readonly NumberName[]>> = {
  oldest_waiting: ['waitsMin', 'holdMin'],
  failed_percent: ['percent', 'withinMin', 'minEnded', 'holdMin'],
  no_instance: ['holdMin'],
};

type Typed = Readonly<Record<NumberName, string>>;

const typedOf = (rule: AlertRule | undefined): Typed => {
  const condition = rule?.condition;
  const failed = condition?.kind === 'failed_percent' ? condition : undefined;
  const waitsS = condition?.kind === 'oldest_waiting' ? condition.longer_than_s : 3_600;
  return {
    waitsMin: String(waitsS / 60),
    percent: String(failed?.more_than_percent ?? 20),
    withinMin: String(failed?.within_minutes ?? 60),
    minEnded: String(failed?.min_ended ?? 10),
    holdMin: String((rule?.hold_s ?? 300) / 60),
  };
};

const mistakeIn = (name: NumberName, typed: string): string | undefined => {
  const { least, most, isWhole } = NUMBERS[name];
  const value = typed.trim() === '' ? Number.NaN : Number(typed);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return undefined;
  const from = Number.isInteger(least) ? least : 'more than 0';
  return `${isWhole ? 'A whole number' : 'A number'} from ${from} to ${most.toLocaleString('en-US')}.`;
};

type Body = NonNullable<CallInput<'createAlertRule'>['body']>;

const conditionOf = (kind: Kind, extractor: string | null, typed: Typed): Body['condition'] => {
  if (kind === 'oldest_waiting')
    return { kind, extractor, longer_than_s: Math.max(1, Math.round(Number(typed.waitsMin) * 60)) };
  if (kind === 'no_instance') return { kind, extractor };
  return {
    kind,
    extractor,
    more_than_percent: Number(typed.percent),
    within_minutes: Number(typed.withinMin),
    min_ended: Number(typed.minEnded),
  };
};

type FormProps = Omit<AlertRuleDialogProps, 'opened'>;

const AlertRuleForm = ({ rule, offersMail, onClose }: FormProps) => {
  const me = useMe();
  const [kind, setKind] = useState<Kind>(rule?.condition.kind ?? 'oldest_waiting');
  const [extractor, setExtractor] = useState(rule?.condition.extractor ?? null);
  const [typed, setTyped] = useState(typedOf(rule));
  const [channels, setChannels] = useState<Pick<Body, 'mail' | 'webhook_id'>>({
    mail: rule?.mail ?? false,
    webhook_id: rule?.webhook_id ?? null,
  });
  const [isTried, setTried] = useState(false);
  const save = useAlertChange((body: Body) => saveRule(rule, body), onClose);
  const isRight = NUMBERS_OF[kind].every((name) => mistakeIn(name, typed[name]) === undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isRight || save.isPending) return;
    const hold_s = Math.round(Number(typed.holdMin) * 60);
    save.mutate({ condition: conditionOf(kind, extractor, typed), hold_s, ...channels });
  };
  // Mails and webhooks are those of who is told.
  const isMine = rule === undefined || rule.told === null || rule.told.id === me?.id;
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <KindChoice chosen={kind} onChange={setKind} />
      <ExtractorChoice
        anyLabel={kind === 'no_instance' ? 'Any with waiting jobs' : 'Any'}
        chosen={extractor}
        onChange={setExtractor}
      />
      <NumberFields
        names={NUMBERS_OF[kind]}
        typed={typed}
        isTried={isTried}
        onChange={(name, value) => setTyped({ ...typed, [name]: value })}
      />
      <p className={text.dimmed}>It is told once when it has held for so long, and once when it is over.</p>
      {isMine ? (
        <ChannelChoice
          chosen={channels}
          offersMail={offersMail}
          onChange={(change) => setChannels({ ...channels, ...change })}
        />
      ) : (
        <p>{rule.told?.name} is told, as before.</p>
      )}
      {save.isError ? <ErrorMessage>The alert was not saved. {explain(save.error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={save.isPending}>
          {rule ? 'Save' : 'Add'}
        </Button>
      </DialogActions>
    </form>
  );
};

interface NumberFieldsProps {
  readonly names: readonly NumberName[];
  readonly typed: Typed;
  readonly isTried: boolean;
  readonly onChange: (name: NumberName, value: string) => void;
}

const NumberFields = ({ names, typed, isTried, onChange }: NumberFieldsProps) =>
  names.map((name) => (
    <TextInput
      key={name}
      label={NUMBERS[name].label}
      inputMode="decimal"
      value={typed[name]}
      error={isTried ? mistakeIn(name, typed[name]) : undefined}
      onChange={({ currentTarget: { value } }) => onChange(name, value)}
    />
  ));

const saveRule = (rule: AlertRule | undefined, body: Body): Promise<AlertRule> =>
  rule === undefined
    ? callRoute('createAlertRule', { body })
    : callRoute('changeAlertRule', { params: { id: rule.id }, body });

interface KindChoiceProps {
  readonly chosen: Kind;
  readonly onChange: (kind: Kind) => void;
}

const KindChoice = ({ chosen, onChange }: KindChoiceProps) => (
  <NativeSelect
    label="When"
    data-autofocus
    data={[...KINDS]}
    value={chosen}
    onChange={({ currentTarget: { value } }) =>
      onChange(KINDS.find((one) => one.value === value)?.value ?? chosen)
    }
  />
);

interface ExtractorChoiceProps {
  /** What the choice of none is called. */
  readonly anyLabel: string;
  readonly chosen: string | null;
  readonly onChange: (name: string | null) => void;
}

const ExtractorChoice = ({ anyLabel, chosen, onChange }: ExtractorChoiceProps) => {
  const { data: extractors = [] } = useQuery(extractorsQuery);
  const names = new Set([...extractors.map(({ name }) => name), ...(chosen === null ? [] : [chosen])]);
  return (
    <NativeSelect
      label="Extractor"
      data={[
        { value: '', label: anyLabel },
        ...[...names].toSorted().map((name) => ({ value: name, label: name })),
      ]}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : value)}
    />
  );
};
