import { canvasFixture } from './canvas-fixture.ts';
import { sourceContract } from './source-contract.ts';

sourceContract('a Canvas', canvasFixture);
