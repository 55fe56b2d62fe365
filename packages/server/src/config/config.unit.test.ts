import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Config, type Environment, listeningUrl, problemSentence, resolveConfig } from './config.ts';
import { printSettings, settingsHelp, settingsPage } from './describe-settings.ts';
import { SETTINGS } from './settings.ts';
import { unknownVariableWarnings } from './unknown-variables.ts';

function configOf(env: Environment): Config {
  const result = resolveConfig(env);
  if (!result.ok) throw new Error(result.problems.map(problemSentence).join(' '));
  return result.config;
}

const refusalsOf = (env: Environment): string[] => {
  const result = resolveConfig(env);
  return result.ok ? [] : result.problems.map(problemSentence);
};

test('an empty environment gives the defaults', () => {
  expect(configOf({})).toEqual({
    port: 9000,
    host: '127.0.0.1',
    publicUrl: undefined,
    contentUrl: undefined,
    trustedProxies: [],
    dataDir: './.pawprint',
    databaseUrl: undefined,
    firstAdmin: { email: 'admin@pawprint.local', password: undefined, key: undefined },
    sampleExtractors: true,
    autoEnableExtractors: true,
    approveChanges: false,
    maxHeartbeatExtractors: 500,
    allowPublic: true,
    allowRegistration: false,
    smtpUrl: undefined,
    mailFrom: undefined,
    allowPrivateWebhooks: false,
    maxChain: 8,
    maxOperationJobsWaiting: 2000,
    maxUploadBytes: 100 * 2 ** 30,
    limits: {
      bodies: { inAll: 2_000, perCaller: 500 },
      streams: { inAll: 5_000, perCaller: 500 },
      archives: { inAll: 20, perCaller: 4 },
      claims: { inAll: 20_000, perCaller: 10_000 },
    },
    leaseSeconds: 60,
    maxAttempts: 10,
    jobCredentialDays: 90,
    stalledSeconds: 900,
    lostSeconds: 86_400,
    quarantineDays: 90,
    otlpEndpoint: undefined,
    logLevel: 'info',
  });
});

test('every setting can be set', () => {
  expect(
    configOf({
      PAWPRINT_PORT: '0',
      PAWPRINT_HOST: '::1',
      PAWPRINT_PUBLIC_URL: 'https://pawprint.example.org/',
      PAWPRINT_CONTENT_URL: 'https://content.example.org',
      PAWPRINT_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1,fd00::/8',
      PAWPRINT_DATA_DIR: '/srv/pawprint',
      PAWPRINT_BLOBS: 's3://pawprint/files?region=eu-central-1',
      PAWPRINT_BLOBS_PRESIGN: 'on',
      DATABASE_URL: 'postgres://me:pw@db/pawprint',
      PAWPRINT_ADMIN_EMAIL: 'ada@example.org',
      PAWPRINT_ADMIN_PASSWORD: 'correct horse',
      PAWPRINT_ADMIN_KEY: 'K',
      PAWPRINT_OIDC_ISSUER: 'https://sso.example.org/realms/staff/.well-known/openid-configuration',
      PAWPRINT_OIDC_CLIENT_ID: 'pawprint',
      PAWPRINT_OIDC_CLIENT_SECRET: 'S',
      PAWPRINT_OIDC_NAME: 'Example University',
      PAWPRINT_OIDC_SCOPES: 'openid, email',
      PAWPRINT_OIDC_REGISTRATION: 'on',
      PAWPRINT_SAMPLE_EXTRACTORS: 'off',
      PAWPRINT_AUTO_ENABLE_EXTRACTORS: 'off',
      PAWPRINT_APPROVE_CHANGES: 'on',
      PAWPRINT_MAX_HEARTBEAT_EXTRACTORS: '7',
      PAWPRINT_ALLOW_PUBLIC: 'off',
      PAWPRINT_ALLOW_REGISTRATION: 'on',
      PAWPRINT_SMTP_URL: 'smtp://me:pw@mail:587',
      PAWPRINT_MAIL_FROM: 'Pawprint <pawprint@example.org>',
      PAWPRINT_WEBHOOK_PRIVATE: 'on',
      PAWPRINT_MAX_CHAIN: '3',
      PAWPRINT_MAX_OPERATION_JOBS_WAITING: '40',
      RABBITMQ_MANAGEMENT_URL: 'http://me:pw@rabbit:15672',
      PAWPRINT_MAX_UPLOAD_BYTES: '1000',
      PAWPRINT_MAX_BODIES: '1',
      PAWPRINT_MAX_BODIES_PER_CALLER: '2',
      PAWPRINT_MAX_STREAMS: '3',
      PAWPRINT_MAX_STREAMS_PER_CALLER: '4',
      PAWPRINT_MAX_ARCHIVES: '5',
      PAWPRINT_MAX_ARCHIVES_PER_CALLER: '6',
      PAWPRINT_MAX_CLAIMS: '7',
      PAWPRINT_MAX_CLAIMS_PER_CALLER: '8',
      PAWPRINT_LEASE_SECONDS: '5',
      PAWPRINT_MAX_ATTEMPTS: '1',
      PAWPRINT_JOB_CREDENTIAL_DAYS: '30',
      PAWPRINT_STALLED_SECONDS: '2',
      PAWPRINT_LOST_SECONDS: '3',
      PAWPRINT_QUARANTINE_DAYS: '7',
      PAWPRINT_LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    }),
  ).toEqual({
    port: 0,
    host: '::1',
    publicUrl: 'https://pawprint.example.org',
    contentUrl: 'https://content.example.org',
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'],
    dataDir: '/srv/pawprint',
    blobs: { bucket: 'pawprint', prefix: 'files', endpoint: undefined, region: 'eu-central-1' },
    presign: { endpoint: undefined },
    databaseUrl: 'postgres://me:pw@db/pawprint',
    firstAdmin: { email: 'ada@example.org', password: 'correct horse', key: 'K' },
    oidc: {
      issuer: 'https://sso.example.org/realms/staff',
      clientId: 'pawprint',
      clientSecret: 'S',
      name: 'Example University',
      scopes: ['openid', 'email'],
      registration: true,
    },
    sampleExtractors: false,
    autoEnableExtractors: false,
    approveChanges: true,
    maxHeartbeatExtractors: 7,
    allowPublic: false,
    allowRegistration: true,
    smtpUrl: 'smtp://me:pw@mail:587',
    mailFrom: 'Pawprint <pawprint@example.org>',
    allowPrivateWebhooks: true,
    maxChain: 3,
    maxOperationJobsWaiting: 40,
    rabbitmqManagementUrl: 'http://me:pw@rabbit:15672',
    maxUploadBytes: 1000,
    limits: {
      bodies: { inAll: 1, perCaller: 2 },
      streams: { inAll: 3, perCaller: 4 },
      archives: { inAll: 5, perCaller: 6 },
      claims: { inAll: 7, perCaller: 8 },
    },
    leaseSeconds: 5,
    maxAttempts: 1,
    jobCredentialDays: 30,
    stalledSeconds: 2,
    lostSeconds: 3,
    quarantineDays: 7,
    otlpEndpoint: 'http://collector:4318',
    logLevel: 'debug',
  });
});

test.for(SETTINGS.map(({ name }) => name))('%s set to an empty text counts as unset', (name) => {
  expect(resolveConfig({ [name]: '' })).toEqual(resolveConfig({}));
});

test.for([
  ['PAWPRINT_PORT', '65536'],
  ['PAWPRINT_PORT', '-1'],
  ['PAWPRINT_PORT', '80.5'],
  ['PAWPRINT_PORT', 'http'],
  ['PAWPRINT_PORT', '0x50'],
  ['PAWPRINT_HOST', 'my host'],
  ['PAWPRINT_PUBLIC_URL', 'pawprint.example.org'],
  ['PAWPRINT_PUBLIC_URL', 'ftp://pawprint.example.org'],
  ['PAWPRINT_PUBLIC_URL', 'https://pawprint.example.org/data'],
  ['PAWPRINT_PUBLIC_URL', 'https://pawprint.example.org?a=b'],
  ['PAWPRINT_ADMIN_EMAIL', 'admin'],
  ['PAWPRINT_OIDC_ISSUER', 'sso.example.org'],
  ['PAWPRINT_OIDC_ISSUER', 'https://sso.example.org?a=b'],
  ['PAWPRINT_OIDC_ISSUER', 'https://sso.example.org'],
  ['PAWPRINT_OIDC_CLIENT_ID', 'pawprint'],
  ['PAWPRINT_OIDC_SCOPES', 'email profile'],
  ['PAWPRINT_SAMPLE_EXTRACTORS', 'yes'],
  ['PAWPRINT_AUTO_ENABLE_EXTRACTORS', 'ON'],
  ['PAWPRINT_MAIL_FROM', 'nobody'],
  ['PAWPRINT_MAIL_FROM', 'Pawprint <nobody>'],
  ['PAWPRINT_MAX_UPLOAD_BYTES', '0'],
  ['PAWPRINT_MAX_UPLOAD_BYTES', '10 GB'],
  ['PAWPRINT_MAX_UPLOAD_BYTES', '9007199254740993'],
  ['PAWPRINT_LEASE_SECONDS', '4'],
  ['PAWPRINT_MAX_ATTEMPTS', '0'],
  ['PAWPRINT_LOG_LEVEL', 'loud'],
])('%s=%s is refused with name, value and expectation', ([name = '', value = '']) => {
  const expected = SETTINGS.find((setting) => setting.name === name)?.expected;
  expect(refusalsOf({ [name]: value })).toEqual([`${name} is “${value}”; expected is ${expected}.`]);
});

test.for([
  ['DATABASE_URL', 'mysql://root:secret@db/pawprint'],
  ['RABBITMQ_URI', 'amqp://me:secret@one,two'],
  ['PAWPRINT_ADMIN_PASSWORD', 'secret'],
  ['PAWPRINT_SMTP_URL', 'http://me:secret@mail'],
  ['PAWPRINT_ADMIN_KEY', 'secret with spaces'],
])('a wrong %s is refused without showing its value', ([name = '', value = '']) => {
  const refusals = refusalsOf({ [name]: value });
  expect(refusals).toEqual([expect.stringContaining(`${name} is “hidden”; expected is `)]);
  expect(refusals.join()).not.toContain('secret');
});

test.for([
  ['https://data.example.org', 'https://data.example.org'],
  ['https://data.example.org', 'https://data.example.org:8443'],
  ['', 'http://127.0.0.1:9001'],
])('beside %s, content at %s would get the same cookies and is refused', ([publicUrl, contentUrl]) => {
  expect(refusalsOf({ PAWPRINT_PUBLIC_URL: publicUrl, PAWPRINT_CONTENT_URL: contentUrl })).toEqual([
    expect.stringMatching(/^PAWPRINT_CONTENT_URL is .*another host name/),
  ]);
});

test('all problems are reported at once', () => {
  expect(refusalsOf({ PAWPRINT_PORT: 'x', PAWPRINT_LOG_LEVEL: 'y' })).toHaveLength(2);
});

test('every problem names a setting of the environment', () => {
  const environment = fc.dictionary(fc.constantFrom(...SETTINGS.map(({ name }) => name)), fc.string());
  fc.assert(
    fc.property(environment, (env) => {
      const result = resolveConfig(env);
      const named = result.ok ? [] : result.problems.map(({ name }) => name);
      expect(Object.keys(env)).toEqual(expect.arrayContaining(named));
    }),
  );
});

test.for([
  ['https://sso.example.org/', 'https://sso.example.org', 'sso.example.org'],
  ['https://sso.example.org/.well-known/openid-configuration', 'https://sso.example.org', 'sso.example.org'],
  ['http://localhost:8080/realms/a', 'http://localhost:8080/realms/a', 'localhost:8080'],
])('the issuer %s is named by its host', ([PAWPRINT_OIDC_ISSUER, issuer, name]) => {
  expect(configOf({ PAWPRINT_OIDC_ISSUER, PAWPRINT_OIDC_CLIENT_ID: 'pawprint' }).oidc).toEqual({
    issuer,
    name,
    clientId: 'pawprint',
    clientSecret: undefined,
    scopes: ['openid', 'email', 'profile'],
    registration: false,
  });
});

test('a misspelt variable gives a warning with the nearest name', () => {
  expect(
    unknownVariableWarnings({
      PAWPRINT_PROT: '1',
      PAWPRINT_DATADIR: '/x',
      PAWPRINT_COFFEE: 'black',
      PAWPRINT_KEY: 'the SDK’s',
      PAWPRINT_PORT: '1',
      HOME: '/root',
    }),
  ).toEqual([
    'PAWPRINT_COFFEE is not a setting of Pawprint.',
    'PAWPRINT_DATADIR is not a setting of Pawprint; did you mean PAWPRINT_DATA_DIR?',
    'PAWPRINT_PROT is not a setting of Pawprint; did you mean PAWPRINT_PORT?',
  ]);
});

test('a printed configuration shows all settings and no secret', () => {
  const printed = printSettings({
    PAWPRINT_PORT: '9001',
    PAWPRINT_ADMIN_KEY: 'top-secret',
    PAWPRINT_OIDC_CLIENT_SECRET: 'top-secret',
  });

  expect(printed).toContain('PAWPRINT_PORT=9001\nPAWPRINT_HOST=127.0.0.1\n# PAWPRINT_PUBLIC_URL is not set');
  expect(printed).toContain('PAWPRINT_ADMIN_KEY=hidden');
  expect(printed).toContain('PAWPRINT_OIDC_CLIENT_SECRET=hidden');
  expect(printed).not.toContain('top-secret');
});

test.for(SETTINGS)('$name is described in help and documentation', ({ name, description, expected }) => {
  expect(settingsHelp()).toContain(`  ${name}`);
  expect(settingsPage()).toContain(`| \`${name}\` |`);
  expect(settingsPage()).toContain(description);
  expect(description).toMatch(/^[A-Z].*\.$/);
  expect(expected).not.toBe('');
});

test('the help fits a terminal of 80 columns', () => {
  const lines = settingsHelp().split('\n');
  expect(lines.filter(({ length }) => length > 80)).toEqual([]);
});

test.for([
  ['127.0.0.1', 'http://127.0.0.1:9000'],
  ['0.0.0.0', 'http://localhost:9000'],
  ['::', 'http://localhost:9000'],
  ['::1', 'http://[::1]:9000'],
  ['pawprint.example.org', 'http://pawprint.example.org:9000'],
])('a server that listens on %s has the URL %s', ([host = '', url]) => {
  expect(listeningUrl(host, 9000)).toBe(url);
});
