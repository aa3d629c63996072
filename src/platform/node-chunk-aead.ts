import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';

import { concatBytes } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { ChunkAead } from '../crypto/stream-aead.ts';

const tagLength = 16;
const options = { authTagLength: tagLength };

/** AES-256-GCM by OpenSSL, which uses the processor's own instructions. */
export const nodeChunkAead: ChunkAead = {
  seal(key, nonce, associatedData, plaintext) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, options);
    cipher.setAAD(associatedData);
    return concatBytes(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  },

  open(key, nonce, associatedData, sealed) {
    if (sealed.length < tagLength) throw new VaultError('integrity.blob-corrupt', { what: 'length' });
    const end = sealed.length - tagLength;
    // A key object is taken three times as fast as bare bytes.
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, options);
    decipher.setAAD(associatedData);
    decipher.setAuthTag(sealed.subarray(end));
    const plaintext = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch (cause) {
      // What was decrypted so far is not authentic: it must not outlive this call.
      plaintext.fill(0);
      throw new VaultError('integrity.blob-corrupt', { what: 'tag' }, cause);
    }
    return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength);
  },
};
