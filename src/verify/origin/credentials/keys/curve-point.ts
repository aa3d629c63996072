/** The curves of FIPS 186-4 that keys of credentials lie on: y² = x³ - 3x + b, modulo p. */
const curves = {
  'P-256': {
    size: 32,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'P-384': {
    size: 48,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
} as const;
export type CurveName = keyof typeof curves;

/** The coordinates of a public point, each as long as the curve's numbers. */
export interface CurvePoint {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

/** True for coordinates of the right length that lie on the curve. */
export function isOnCurve(name: CurveName, { x, y }: CurvePoint): boolean {
  const { size, p } = curves[name];
  if (x.length !== size || y.length !== size) return false;
  const [left, right] = [toNumber(x), toNumber(y)];
  return left < p && right < p && (right * right) % p === rightSide(name, left);
}

/** The point of a compressed one (SEC 1 section 2.3.4): 2 or 3 and the x coordinate. Undefined for what is none. */
export function unpackPoint(name: CurveName, packed: Uint8Array): CurvePoint | undefined {
  const { size, p } = curves[name];
  const [sign] = packed;
  if (packed.length !== size + 1 || (sign !== 2 && sign !== 3)) return undefined;
  const x = toNumber(packed.subarray(1));
  if (x >= p) return undefined;
  // Both primes are 3 modulo 4, so this power is the root, where there is one.
  const root = power(rightSide(name, x), (p + 1n) / 4n, p);
  const y = (root & 1n) === BigInt(sign & 1) ? root : p - root;
  const point = { x: Uint8Array.from(packed.subarray(1)), y: toBytes(y, size) };
  return isOnCurve(name, point) ? point : undefined;
}

function rightSide(name: CurveName, x: bigint): bigint {
  const { p, b } = curves[name];
  return ((((x * x - 3n) * x + b) % p) + p) % p;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function toBytes(number: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) =>
    Number((number >> BigInt(8 * (size - 1 - at))) & 0xffn),
  );
}
