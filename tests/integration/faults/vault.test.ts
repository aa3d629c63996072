import { describe } from 'vitest';

import { keepsEveryPromise, useTemplate } from './run-quickly.ts';

describe('a vault under random faults, as it is made and changed', () => {
  const template = useTemplate();
  keepsEveryPromise(template, 'create', 15);
  keepsEveryPromise(template, 'header', 15);
  keepsEveryPromise(template, 'settings', 50);
  keepsEveryPromise(template, 'export', 10);
});
