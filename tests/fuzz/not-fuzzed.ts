/** Files that take bytes or JSON apart and that no target reads with, each with its reason. */
export const notFuzzed: Readonly<Record<string, string>> = {
  'electron/main/settings-file.ts':
    'JSON.parse and a schema; whatever is thrown, the file is kept beside and the app starts as usual',
  'electron/tooling/build-app.ts': 'reads this project',
  'electron/tooling/build-verifier.ts': 'reads this project',
  'electron/tooling/collect-licences.ts': 'reads packages that the lock file names',
  'electron/tooling/pack-app.ts': 'reads this project',
  'src/cli/demo/damage-copy.ts': 'damages a bundle that the demo has just made',
  'src/practice/batch.ts': 'a site of practice, which only this computer asks',
  'src/practice/corruption.ts': 'a site of practice',
  'src/practice/credentials/learner-record-book.ts': 'a site of practice',
  'src/practice/credentials/oauth-server.ts': 'a site of practice',
  'src/practice/public-config.ts': 'a site of practice',
  'src/practice/recordings.ts': 'recordings that are shipped',
  'src/sources/canvas/canvas-api.ts':
    'the reader of JSON (json) behind a network; what it gives is portal-answers',
  'src/sources/moodle/web-service.ts':
    'the reader of JSON (json) behind a network; what it gives is portal-answers',
  'src/sources/openbadges/host/credential-pages.ts': 'behind a network; its parts are badge-host',
  'src/sources/openbadges/host/read-json.ts': 'the reader of JSON (json) under an error of its own',
  'src/store/header/header-secrets.ts': 'sealed and signed with the keys of the vault',
  'src/store/index/json-column.ts':
    'the index, sealed: what it does not understand is damage, and the index is made anew',
  'src/store/lock.ts': 'a note for people; whatever is thrown, it says nothing',
  'src/store/replica/reading/assemble-segment.ts':
    'puts pieces together that segment and keys-and-copies read; damaged copies are the work of npm run faults. Not fuzzed by itself',
  'src/vault/close-history.ts': 'its own random numbers',
  'src/vault/connectors/mailbox.ts': 'a password, sealed in the settings',
  'src/vault/index-pdf/pdf-table.ts': 'writes',
  'src/vault/index-pdf/render-index-pdf.ts': 'writes',
  'src/vault/policies/policy-file.ts': 'a file for the reader of policy',
};
