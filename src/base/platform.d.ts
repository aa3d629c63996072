/**
 * The few web-platform globals that tier I may lean on, since Node, Electron and browsers all have them.
 *
 * Only tsconfig.tier-i.json reads this file. Each declaration is narrower than both @types/node's and the DOM's, so what
 * compiles against it compiles against either. Adding one is a decision: every platform must have it, and alike.
 */

/** Encodes text as UTF-8 (https://encoding.spec.whatwg.org/#interface-textencoder). */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

/** Decodes UTF-8, or Windows' form of Latin-1 (https://encoding.spec.whatwg.org/#interface-textdecoder); with `fatal` throws a TypeError on malformed bytes. */
declare class TextDecoder {
  constructor(label?: 'utf-8' | 'windows-1252', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

/** The platform's random source (https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues); at most 65,536 bytes a call. */
declare const crypto: {
  getRandomValues(array: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
  readonly subtle: PlatformSubtleCrypto;
};

/** A key that WebCrypto holds; its bytes are not to be had. */
interface PlatformCryptoKey {
  readonly type: string;
  readonly extractable: boolean;
}
interface PlatformCryptoKeyPair {
  readonly publicKey: PlatformCryptoKey;
  readonly privateKey: PlatformCryptoKey;
}
interface PlatformCurve {
  readonly name: 'ECDH';
  readonly namedCurve: 'P-256';
}
type PlatformUse = 'deriveBits' | 'deriveKey' | 'encrypt' | 'decrypt';
type PlatformSignatureHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/**
 * The part of WebCrypto that seals secrets between page and engine, and checks the signatures of certificates and timestamps
 * (https://w3c.github.io/webcrypto/#subtlecrypto-interface).
 */
interface PlatformSubtleCrypto {
  digest(algorithm: 'SHA-1' | PlatformSignatureHash, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  importKey(
    format: 'spki',
    bytes: Uint8Array<ArrayBuffer>,
    algorithm:
      | { readonly name: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS'; readonly hash: PlatformSignatureHash }
      | { readonly name: 'ECDSA'; readonly namedCurve: 'P-256' | 'P-384' | 'P-521' }
      | { readonly name: 'Ed25519' },
    extractable: false,
    uses: 'verify'[],
  ): Promise<PlatformCryptoKey>;
  importKey(
    format: 'jwk',
    key: Readonly<Record<string, string>>,
    algorithm:
      | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly hash: PlatformSignatureHash }
      | { readonly name: 'ECDSA'; readonly namedCurve: 'P-256' | 'P-384' },
    extractable: false,
    uses: 'verify'[],
  ): Promise<PlatformCryptoKey>;
  importKey(
    format: 'raw',
    bytes: ArrayBuffer | Uint8Array<ArrayBuffer>,
    algorithm: PlatformCurve | 'HKDF',
    extractable: false,
    uses: PlatformUse[],
  ): Promise<PlatformCryptoKey>;
  verify(
    algorithm:
      | { readonly name: 'RSASSA-PKCS1-v1_5' | 'Ed25519' }
      | { readonly name: 'RSA-PSS'; readonly saltLength: number }
      | { readonly name: 'ECDSA'; readonly hash: PlatformSignatureHash },
    key: PlatformCryptoKey,
    signature: Uint8Array<ArrayBuffer>,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
  generateKey(curve: PlatformCurve, extractable: false, uses: 'deriveBits'[]): Promise<PlatformCryptoKeyPair>;
  exportKey(format: 'raw', key: PlatformCryptoKey): Promise<ArrayBuffer>;
  deriveBits(
    agreement: { readonly name: 'ECDH'; readonly public: PlatformCryptoKey },
    key: PlatformCryptoKey,
    bits: number,
  ): Promise<ArrayBuffer>;
  deriveKey(
    derivation: {
      readonly name: 'HKDF';
      readonly hash: 'SHA-256';
      readonly salt: Uint8Array<ArrayBuffer>;
      readonly info: Uint8Array<ArrayBuffer>;
    },
    key: PlatformCryptoKey,
    derived: { readonly name: 'AES-GCM'; readonly length: 256 },
    extractable: false,
    uses: PlatformUse[],
  ): Promise<PlatformCryptoKey>;
  encrypt(
    algorithm: { readonly name: 'AES-GCM'; readonly iv: Uint8Array<ArrayBuffer> },
    key: PlatformCryptoKey,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>;
  decrypt(
    algorithm: { readonly name: 'AES-GCM'; readonly iv: Uint8Array<ArrayBuffer> },
    key: PlatformCryptoKey,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>;
}

/** Tells long work to stop (https://dom.spec.whatwg.org/#interface-AbortSignal). */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Signals that come by themselves, or of several (https://dom.spec.whatwg.org/#interface-AbortSignal). */
declare const AbortSignal: {
  timeout(milliseconds: number): AbortSignal;
  any(signals: AbortSignal[]): AbortSignal;
};

/** A clock that only goes forward, in milliseconds (https://w3c.github.io/hr-time/#now-method). */
declare const performance: { now(): number };

/** Takes an address apart; nothing is asked (https://url.spec.whatwg.org/#url-class). */
declare class URL {
  static canParse(url: string): boolean;
  constructor(url: string);
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
}

/** A deep copy by the structured clone algorithm (https://html.spec.whatwg.org/#dom-structuredclone). */
declare function structuredClone<T>(value: T): T;

/** Pieces that somebody reads (https://streams.spec.whatwg.org/#rs-class). */
interface ReadableStream<Piece> {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Piece }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** Pieces that somebody writes (https://streams.spec.whatwg.org/#ws-class). */
interface PlatformWritableStream<Piece> {
  getWriter(): { write(piece: Piece): Promise<void>; close(): Promise<void> };
}

/** Hands what is written to whoever reads, no faster than it is read (https://streams.spec.whatwg.org/#ts-class). */
declare class TransformStream<In, Out> {
  readonly readable: ReadableStream<Out>;
  readonly writable: PlatformWritableStream<In>;
}

/** Unpacks what is written (https://compression.spec.whatwg.org/#decompression-stream). */
declare class DecompressionStream {
  constructor(format: 'gzip');
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: PlatformWritableStream<Uint8Array<ArrayBuffer>>;
}
