import type { AlertRule } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { at } from '../jobs/builders.ts';
import { AlertRulesPanel } from './alert-rules-panel.tsx';
import { SUGGESTED } from './alert-texts.ts';
import { anAlertRule, anAlertState } from './builders.ts';

const [noInstance = anAlertRule().condition, oldest = noInstance, failed = noInstance] = SUGGESTED;

const showing = (...items: readonly AlertRule[]) =>
  example(<AlertRulesPanel />, {
    listAlertRules: { items: [...items], offers_mail: true },
    listWebhooks: { items: [] },
  });

export const NoAlerts = showing();

export const SomeAlerts = showing(
  anAlertRule({
    state: anAlertState({
      alerting_since: at(0),
      value: 5,
      extractors: ['ncsa.wordcount', 'ncsa.image.preview', 'ncsa.file.digest', 'ocr', 'speech'],
    }),
  }),
  anAlertRule({ id: 'r2', condition: oldest, hold_s: 0, mail: true, state: anAlertState({ value: 240 }) }),
  anAlertRule({
    id: 'r3',
    condition: { ...failed, extractor: 'an.extractor.with.a.name.as.long.as.only.generated.names.are' },
    told: null,
    state: null,
  }),
);

export const LoadingAlerts = example(<AlertRulesPanel />, { listAlertRules: PENDING });

export const AlertsRefused = example(<AlertRulesPanel />, {
  listAlertRules: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
