/** Of 100 people, one entry every 30 s. One in 1,000 is about a space, and one in 100,000 is an import. */
export const auditEntries = (count: number): string => `
  insert into audit_log (id, at, user_id, user_name, act, subject, subject_name, address, means, details)
  select gen_random_uuid(), timestamptz '2026-01-01' + n * interval '30 s', 'person-' || n % 100, 'Person ' || n % 100,
    case when n % 100000 = 0 then 'import.jobs' when n % 1000 = 0 then 'space.set_member'
      when n % 3 = 0 then 'dataset.share' else 'account.sign_in' end,
    'subject-' || n % 5000, 'Subject ' || n % 5000, '192.0.2.7', 'session', '{"role": "viewer"}'
  from generate_series(1, ${count}) n`;
