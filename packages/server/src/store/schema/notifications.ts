import type { NotificationSubject } from '@pawprint/protocol';
import type { AlertCondition, EndedCount } from '../../model/alert-rule.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Counts, FoundOutcome, NotificationTarget } from '../../model/notification.ts';
import type { WatchOutcome, WatchSubject } from '../../model/watch.ts';
import type { Defaulted, Json, JsonOrDefault, JsonOrNull, Nullable, Time, TimeOrNull } from './columns.ts';

export interface WatchTable {
  id: string;
  user_id: string;
  subject_type: WatchSubject['type'];
  subject: string;
  name: string;
  outcomes: WatchOutcome[];
  pending: JsonOrDefault<Counts>;
  by_mail: Defaulted<boolean>;
  webhook_id: Nullable<string>;
  created_at: Time;
  ended_at: TimeOrNull;
}

export interface WatchedJobTable {
  watch_id: string;
  job_id: string;
  outcome: Nullable<FoundOutcome>;
  recorded_at: TimeOrNull;
}

export interface NotificationTable {
  id: string;
  user_id: string;
  watch_id: Nullable<string>;
  subject_type: NotificationSubject['type'];
  subject: string;
  name: string;
  counts: Json<Counts>;
  is_over: boolean;
  job_ids: string[];
  reason: Nullable<string>;
  target: JsonOrNull<NotificationTarget>;
  created_at: Time;
  changed_at: Time;
  read_at: TimeOrNull;
}

export interface WebhookTable {
  id: string;
  user_id: string;
  name: string;
  url: string;
  created_at: Time;
}

export interface DeliveryTable {
  id: string;
  notification_id: string;
  webhook_id: Nullable<string>;
  state: Delivery['state'];
  attempts: Defaulted<number>;
  next_at: TimeOrNull;
  body: Nullable<string>;
  answer_status: Nullable<number>;
  answer: Nullable<string>;
  created_at: Time;
  tried_at: TimeOrNull;
}

export interface AlertRuleTable {
  id: string;
  condition: Json<AlertCondition>;
  hold_ms: number;
  user_id: Nullable<string>;
  by_mail: Defaulted<boolean>;
  webhook_id: Nullable<string>;
  created_at: Time;
}

export interface AlertStateTable {
  rule_id: string;
  alerting_since: TimeOrNull;
  changing_since: TimeOrNull;
  value: Nullable<number>;
  extractors: string[];
  looked_at: Time;
}

export interface AlertSampleTable {
  at: Time;
  ended: Json<Readonly<Record<string, EndedCount>>>;
}
