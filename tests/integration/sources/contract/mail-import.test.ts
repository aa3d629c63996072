import { mailImportFixture } from './mail-import-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('a folder of mail', mailImportFixture);
