/** A process of its own that takes the lock of the vault named on its command line, says how it went, and waits to be ended. */
import { VaultError } from '../../../src/base/errors.ts';
import { VaultLock } from '../../../src/store/lock.ts';

const [folder = ''] = process.argv.slice(2);
try {
  const lock = VaultLock.take(folder);
  process.stdout.write('held\n');
  process.stdin.once('data', () => {
    lock.release();
    process.stdout.write('released\n');
  });
  process.stdin.once('end', () => process.exit(0));
} catch (error) {
  process.stdout.write(`${error instanceof VaultError ? error.code : 'unexpected'}\n`);
}
