/** libsodium, ready for use: everything that imports this file is synchronous from then on. */
import sodium from 'libsodium-wrappers-sumo';

await sodium.ready;

export { sodium };
