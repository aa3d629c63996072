import { openBadgesFixture } from './openbadges-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('a host of signed credentials', openBadgesFixture);
