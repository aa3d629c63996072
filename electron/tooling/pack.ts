import { parseArgs } from 'node:util';

import { RuntimeUnavailable } from '../runtime/runtime.ts';
import { findRuntime } from '../runtime/find-runtime.ts';
import { pack } from './pack-app.ts';

/**
 * `npm run pack`: makes the unpacked app in dist/packages. With the official Electron that is what learners get; with the
 * stand-in it is the test flavour, which is for tests only. `--flavour test|release` says which; `--installers` makes this
 * system's installers too; `--feed URL` names where updates are found.
 */
const { values } = parseArgs({
  options: {
    flavour: { type: 'string' },
    installers: { type: 'boolean', default: false },
    feed: { type: 'string' },
  },
});

try {
  const runtime = await findRuntime((sentence) => console.log(sentence));
  const flavour = values.flavour ?? (runtime.kind === 'official' ? 'release' : 'test');
  if (flavour !== 'test' && flavour !== 'release')
    throw new RuntimeUnavailable('--flavour is test or release.');
  const packed = await pack({
    runtime,
    flavour,
    installers: values.installers,
    ...(values.feed !== undefined && { feed: values.feed }),
  });
  console.log(`${packed.folder}: ${flavour === 'release' ? 'as learners get it' : 'for tests only'}`);
  if (flavour === 'release' && runtime.kind === 'fallback')
    console.log('Not to be handed to anybody: it holds the stand-in Electron, and will not run its engine.');
} catch (error) {
  if (!(error instanceof RuntimeUnavailable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
