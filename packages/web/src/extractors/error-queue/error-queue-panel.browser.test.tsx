import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import { BrokerAway, Unavailable, WithMessages } from './error-queue-panel.gallery.tsx';

test('a message opens to its whole reason and body', async () => {
  await renderExample(WithMessages);
  await userEvent.click(page.getByRole('button', { name: 'Show the message about plot-07-soil-cores.txt' }));
  await expect.element(page.getByRole('figure', { name: 'The message' })).toHaveTextContent('"filename"');
  await expect.element(page.getByText(/read_table/)).toBeVisible();
});

test('a replayed message is announced', async () => {
  await renderExample(WithMessages);
  await userEvent.click(page.getByRole('button', { name: 'Replay', exact: true }));
  await expect.element(page.getByText('1 message sent again.')).toBeVisible();
});

test('discarding all messages asks for confirmation', async () => {
  await renderExample(WithMessages);
  await userEvent.click(page.getByRole('button', { name: 'Discard all' }));
  const dialog = page.getByRole('dialog', { name: 'Discard 140 messages?' });
  await userEvent.click(dialog.getByRole('button', { name: 'Discard all' }));
  await expect.element(page.getByText('140 messages discarded.')).toBeVisible();
});

test('a broker that cannot be reached is a note, not an error', async () => {
  await renderExample(Unavailable);
  await expect.element(page.getByText('RabbitMQ cannot be reached.')).toBeVisible();
  expect(page.getByRole('alert').query()).toBeNull();
});

test('nothing is asked for while the broker is away', async () => {
  await renderExample(BrokerAway);
  await expect
    .element(page.getByText('RabbitMQ is away. The messages in the error queue are kept.'))
    .toBeVisible();
});
