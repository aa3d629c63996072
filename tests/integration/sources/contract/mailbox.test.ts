import { mailboxFixture } from './mailbox-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('a mailbox', mailboxFixture);
