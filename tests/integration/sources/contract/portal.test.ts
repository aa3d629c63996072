import { portalFixture } from './portal-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('what is kept in the portal window', portalFixture);
