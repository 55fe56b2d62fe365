import { Button, Modal } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { shortId } from '../../design/short-id.tsx';

interface ConfirmCancelProps {
  readonly job: Job;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before a running job is cancelled. */
export const ConfirmCancel = ({ job, opened, onClose, onConfirm }: ConfirmCancelProps) => (
  <Modal opened={opened} onClose={onClose} title={`Cancel job ${shortId(job.id)}?`} size={440}>
    <p>
      {job.extractor} is running on {job.resource.name}. This cannot be undone: the work of this attempt is
      lost. An extractor that cannot be notified runs to its end, but what it uploads is refused.
    </p>
    <DialogActions>
      <Button onClick={onClose} data-autofocus>
        Let it run
      </Button>
      <Button variant="filled" data-danger onClick={onConfirm}>
        Cancel job
      </Button>
    </DialogActions>
  </Modal>
);
