import { useDisclosure } from '@mantine/hooks';
import type { Extractor } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { onDemand } from '../../design/on-demand.tsx';
import { Switch } from '../../design/switch.tsx';
import { ActionError } from '../../jobs/actions/action-error.tsx';
import { useIsAdmin } from '../../session/use-is-admin.ts';
import { switchOffWords } from './extractor-words.ts';
import '../../jobs/actions/actions.css';

const ConfirmDialog = onDemand(async () => (await import('../../design/confirm-dialog.tsx')).ConfirmDialog);

const useSetEnabled = (name: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => ask('setExtractorEnabled', { params: { name }, body: { enabled } }),
    onSuccess: async (extractor) => {
      queries.setQueryData(keys.extractor(name), extractor);
      await queries.invalidateQueries({ queryKey: keys.extractorList });
    },
  });
};

/** Whether it gets jobs. Switching it off while jobs wait is asked about first. */
export const EnabledSwitch = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name, enabled, waiting } = extractor;
  const isAdmin = useIsAdmin();
  const change = useSetEnabled(name);
  const [asking, question] = useDisclosure(false);
  const confirm = (): void => {
    question.close();
    change.mutate(false);
  };
  return (
    <>
      <ActionError what="It was not switched." error={change.error} onClose={change.reset}>
        <Switch
          on={enabled}
          label={`${name} is enabled`}
          forbidden={isAdmin ? undefined : 'Only an administrator can switch an extractor.'}
          busy={change.isPending}
          onSwitch={enabled && waiting > 0 ? question.open : () => change.mutate(!enabled)}
        />
      </ActionError>
      <ConfirmDialog
        opened={asking}
        title={`Switch ${name} off?`}
        act="Switch it off"
        harmless
        acting={false}
        error={null}
        onAct={confirm}
        onClose={question.close}
      >
        {switchOffWords(waiting)}
      </ConfirmDialog>
    </>
  );
};
