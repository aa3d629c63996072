import { moodleFixture } from './moodle-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('a Moodle', moodleFixture);
