import { credentialImportFixture } from './credential-import-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('credentials in files', credentialImportFixture);
