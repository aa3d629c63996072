import { folderFixture } from './folder-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('a watched folder', folderFixture);
