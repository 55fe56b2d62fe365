import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { useMe } from '../session/session.ts';
import type { Watchable } from './watch-queries.ts';

const TellMeDialog = onDemand(async () => (await import('./tell-me-dialog.tsx')).TellMeDialog);

interface TellMeButtonProps extends Pick<ButtonProps, 'size'> {
  readonly of: Watchable;
}

/** Not for visitors: they have no notifications. No page asks what is watched just to show it: the dialog does. */
export const TellMeButton = ({ of, size }: TellMeButtonProps) => {
  const [opened, dialog] = useDisclosure(false);
  const [isTold, setTold] = useState(false);
  if (!useMe()) return null;
  return (
    <>
      <Button {...(size ? { size } : {})} leftSection={<Icon name="bell" />} onClick={dialog.open}>
        {isTold ? 'You are told…' : 'Tell me…'}
      </Button>
      <TellMeDialog of={of} opened={opened} onClose={dialog.close} onChanged={setTold} />
    </>
  );
};
