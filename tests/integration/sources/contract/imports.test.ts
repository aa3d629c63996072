import { archiveFixture, leap2aFixture, moodlePrivacyFixture } from './import-fixtures.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('any zip', archiveFixture);
sourceContract('a Leap2A portfolio', leap2aFixture);
sourceContract('a Moodle data export', moodlePrivacyFixture);
