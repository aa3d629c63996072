import { describe } from 'vitest';

import { keepsEveryPromise, useTemplate } from './run-quickly.ts';

describe('a vault under random faults, as evidence comes in', () => {
  const template = useTemplate();
  keepsEveryPromise(template, 'mixed', 70);
  keepsEveryPromise(template, 'adding', 30);
  keepsEveryPromise(template, 'folder', 20);
});
