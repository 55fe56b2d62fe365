import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { useMe } from '../session/session.ts';
import { findWatch, type Watchable, watchesQuery } from './watched.ts';

const TellMeDialog = onDemand(async () => (await import('./tell-me-dialog.tsx')).TellMeDialog);

interface TellMeButtonProps extends Pick<ButtonProps, 'size'> {
  readonly of: Watchable;
}

/** Not for visitors: they have no notifications. */
export const TellMeButton = ({ of, size }: TellMeButtonProps) => {
  const isPerson = Boolean(useMe());
  const [opened, dialog] = useDisclosure(false);
  // Of several jobs, only this page knows that they are watched.
  const [isTold, setTold] = useState(false);
  const { data } = useQuery({ ...watchesQuery, enabled: isPerson });
  if (!isPerson) return null;
  return (
    <>
      <Button {...(size ? { size } : {})} leftSection={<Icon name="bell" />} onClick={dialog.open}>
        {isTold || findWatch(data?.items ?? [], of) ? 'You are told…' : 'Tell me…'}
      </Button>
      <TellMeDialog of={of} opened={opened} onClose={dialog.close} onChanged={setTold} />
    </>
  );
};
