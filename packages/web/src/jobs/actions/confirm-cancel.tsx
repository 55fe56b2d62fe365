import { Button, Modal } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { shortId } from '../../design/short-id.tsx';

interface ConfirmProps {
  readonly job: Job;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** What runs would be cut off: asked first. */
export const ConfirmCancel = ({ job, opened, onClose, onConfirm }: ConfirmProps) => (
  <Modal opened={opened} onClose={onClose} title={`Cancel job ${shortId(job.id)}?`} size={440}>
    <p>
      {job.extractor} is at work on {job.resource.name}. This cannot be undone: the work of this attempt is
      lost, and an extractor that cannot be told goes on to its end, but what it uploads is refused.
    </p>
    <div className="dialog-acts">
      <Button onClick={onClose} data-autofocus>
        Let it run
      </Button>
      <Button variant="filled" data-danger onClick={onConfirm}>
        Cancel job
      </Button>
    </div>
  </Modal>
);
