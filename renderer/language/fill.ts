export { fill } from '../../src/base/fill.ts';
