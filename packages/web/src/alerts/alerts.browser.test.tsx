import type { AlertRule } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { Refusal } from '../gallery/fake-api.ts';
import { renderExample } from '../gallery/render-example.tsx';
import { anExtractor } from '../jobs/builders.ts';
import { AlertRulesPanel } from './alert-rules-panel.tsx';
import { SomeAlerts } from './alerts.gallery.tsx';
import { anAlertRule } from './builders.ts';

const press = (name: string | RegExp) => userEvent.click(page.getByRole('button', { name }));

const type = async (label: string, value: string) => {
  const field = page.getByRole('textbox', { name: label });
  await userEvent.clear(field);
  await userEvent.type(field, value);
};

test('a suggestion is added by one click, and is suggested no more', async () => {
  let items: AlertRule[] = [];
  let made: unknown;
  await renderExample(
    example(<AlertRulesPanel />, {
      listAlertRules: () => ({ items, offers_mail: false }),
      createAlertRule: (_: URLSearchParams, body: unknown) => {
        made = body;
        items = [anAlertRule({ state: null })];
        return anAlertRule({ state: null });
      },
    }),
  );
  await expect.element(page.getByRole('heading', { name: 'No alerts' })).toBeVisible();
  await press('Add: An extractor with waiting jobs has no instance');
  await expect.element(page.getByText('not looked at yet')).toBeVisible();
  expect(made).toEqual({ condition: { kind: 'no_instance', extractor: null } });
  expect(page.getByRole('button', { name: /^Add: An extractor/ }).elements()).toEqual([]);
  await expect.element(page.getByRole('button', { name: /^Add: A job/ })).toBeVisible();
});

test('a new alert is made in the dialog, once its numbers are right', async () => {
  let made: unknown;
  await renderExample(
    example(<AlertRulesPanel />, {
      listAlertRules: { items: [], offers_mail: true },
      listExtractors: [anExtractor({ name: 'word-count' })],
      listWebhooks: { items: [] },
      createAlertRule: (_: URLSearchParams, body: unknown) => {
        made = body;
        return anAlertRule();
      },
    }),
  );
  await press('New alert');
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'When' }), 'Too many jobs fail');
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Extractor' }), 'word-count');
  await type('More than (percent)', '100');
  await press(/^Add$/);
  await expect.element(page.getByText('A number from 0 to 99.')).toBeVisible();
  await type('More than (percent)', '12.5');
  await type('For (minutes)', '0');
  await userEvent.click(page.getByRole('switch', { name: 'Also by mail to ana@example.org' }));
  await press(/^Add$/);
  await expect
    .poll(() => made)
    .toEqual({
      condition: {
        kind: 'failed_percent',
        extractor: 'word-count',
        more_than_percent: 12.5,
        within_minutes: 60,
        min_ended: 10,
      },
      hold_s: 0,
      mail: true,
      webhook_id: null,
    });
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

test('what alerts says since when, for how many, and leads to the extractors', async () => {
  await renderExample(SomeAlerts);
  const row = page.getByRole('row', { name: /^An extractor with waiting jobs has no instance/ });
  await expect.element(row).toHaveTextContent(/Alerting ?since .*5 without an instance.*and 2 more/);
  await expect
    .element(row.getByRole('link', { name: 'ncsa.wordcount' }))
    .toHaveAttribute('href', '/extractors/ncsa.wordcount');
  await expect
    .element(page.getByRole('row', { name: /waits for longer than 1 h/ }))
    .toHaveTextContent(/Fine ?the oldest waits for 4 min ?Ana Ruiz, by the bell, mail/);
});

test('an alert is changed, and a refusal is said in the dialog', async () => {
  await renderExample({
    ...SomeAlerts,
    answers: {
      ...SomeAlerts.answers,
      changeAlertRule: new Refusal(404, 'extractor_not_found', 'There is no extractor ocr.'),
    },
  });
  await press(/^Edit: A job of an extractor/);
  await expect.element(page.getByRole('textbox', { name: 'Longer than (minutes)' })).toHaveValue('60');
  await press('Save');
  await expect.element(page.getByText(/There is no extractor ocr/)).toBeVisible();
});

test('an alert is removed after a question', async () => {
  let items = [anAlertRule()];
  await renderExample(
    example(<AlertRulesPanel />, {
      listAlertRules: () => ({ items, offers_mail: false }),
      deleteAlertRule: () => {
        items = [];
        return { status: 'success' as const };
      },
    }),
  );
  await press(/^Remove: /);
  await press('Remove the alert');
  await expect.element(page.getByRole('heading', { name: 'No alerts' })).toBeVisible();
});
