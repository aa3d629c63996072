import { filesFixture } from './folder-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('files added by hand', filesFixture);
