import { writeFileSync } from 'node:fs';

import { collectLicences } from './collect-licences.ts';
import { inCheckout } from './places.ts';

/** Writes the list that Settings shows; tests/unit/electron/licences.test.ts says when it is out of date. */
writeFileSync(
  inCheckout('renderer', 'features', 'settings', 'licences.json'),
  `${JSON.stringify(collectLicences(inCheckout()), null, 1)}\n`,
);
