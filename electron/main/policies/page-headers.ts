/** What every answer of the app's protocol carries. */
const common = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

const strict = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self'",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'frame-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** Features of the platform that the page never needs. */
const permissionsPolicy = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Headers of the page and its files. With a development server, what hot reload needs is let in. */
export function fileHeaders(mediaType: string, devServer?: string): Record<string, string> {
  const policy =
    devServer === undefined
      ? strict
      : {
          ...strict,
          'script-src': "'self' 'unsafe-inline'",
          'style-src': "'self' 'unsafe-inline'",
          'connect-src': `'self' ${devServer.replace(/^http/u, 'ws')} ${devServer}`,
        };
  return {
    ...common,
    'Content-Type': mediaType,
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': permissionsPolicy,
  };
}

const typeShape = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+(?:;\s*charset=[a-z0-9-]+)?$/iu;

/** Headers of evidence: inert wherever it is shown, and never kept. */
export function contentHeaders(mediaType: string): Record<string, string> {
  return {
    ...common,
    'Content-Type': typeShape.test(mediaType) ? mediaType : 'application/octet-stream',
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
    'Accept-Ranges': 'bytes',
  };
}
