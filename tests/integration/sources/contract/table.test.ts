import { sourceContract } from './source-contract.ts';
import { tableFixture } from './table-fixture.ts';

sourceContract('a table of units and grades', tableFixture);
