import { describe } from 'vitest';

import { keepsEveryPromise, useTemplate } from './run-quickly.ts';

describe('second copies under random faults, and what comes of them', () => {
  const template = useTemplate();
  keepsEveryPromise(template, 'copies', 12);
  keepsEveryPromise(template, 'restore', 8);
  keepsEveryPromise(template, 'repair', 8);
  keepsEveryPromise(template, 'erasure', 8);
  keepsEveryPromise(template, 'exports', 6);
  keepsEveryPromise(template, 'server', 2);
});
