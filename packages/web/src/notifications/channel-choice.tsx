import { NativeSelect, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../session/session.ts';
import styles from './tell-me-dialog.module.css';
import { type WatchWishes, webhooksQuery } from './watch-queries.ts';

type Channels = Pick<WatchWishes, 'mail' | 'webhook_id'>;

interface ChannelChoiceProps {
  readonly chosen: Channels;
  readonly offersMail: boolean;
  readonly onChange: (change: Channels) => void;
}

/** How the person is told. The bell is always one. */
export const ChannelChoice = ({ chosen, offersMail, onChange }: ChannelChoiceProps) => {
  const me = useMe();
  const { data: webhooks = [] } = useQuery(webhooksQuery);
  return (
    <fieldset className={styles.outcomes}>
      <legend>How</legend>
      <p>At the bell in the head of each page.</p>
      {offersMail ? (
        <Switch
          label={`Also by mail to ${me?.email ?? 'you'}`}
          checked={chosen.mail === true}
          onChange={(event) => onChange({ mail: event.currentTarget.checked })}
        />
      ) : null}
      {webhooks.length > 0 ? (
        <NativeSelect
          label="Also by a webhook"
          data={[
            { value: '', label: 'None' },
            ...webhooks.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={chosen.webhook_id ?? ''}
          onChange={(event) => onChange({ webhook_id: event.currentTarget.value || null })}
        />
      ) : null}
    </fieldset>
  );
};
