/* global TextEncoder */
/*
 * A small engine without native code, for tests of what starts and joins engines. It speaks the control frames of
 * src/contract/control-frames.ts over whichever channel it is given, and does what its page asks: fall over, hang, open, cover.
 */
const channel = process.parentPort
  ? {
      send: (frame) => process.parentPort.postMessage(frame),
      listen: (hear) => process.parentPort.on('message', ({ data, ports }) => hear(data, ports)),
    }
  : {
      send: (frame) => process.send(frame, undefined, {}, () => undefined),
      listen: (hear) => {
        process.on('message', (data) => hear(data, []));
        process.on('disconnect', () => process.exit(0));
      },
    };

const pages = new Map();
const readings = new Map();
const grants = new Map();
const heard = [];
let started;
let deaf = false;
let state = 'locked';
/** What evidence would be; each byte is its place modulo 251. */
const wholeSize = 3_000_000;
const token = 'A'.repeat(40);
let chunksSent = 0;
/** A page kept as evidence, as the test wants it. */
let keptPage = new Uint8Array();
const pageToken = 'P'.repeat(40);

const outlook = (more = {}) => ({
  type: 'outlook',
  engine: state,
  copying: false,
  practice: false,
  needs: [],
  reminders: [],
  ...more,
});

const methods = {
  'test.about': () => ({
    pid: process.pid,
    viaParentPort: process.parentPort !== undefined,
    started,
    state,
    pages: [...pages.keys()],
    heard,
    grants: [...grants],
    chunksSent,
    node: process.versions.node,
    strangeNames: Object.keys(process.env).filter((name) => /^(NODE_OPTIONS|npm_.*)$/.test(name)),
  }),
  'test.echo': (input) => input,
  'test.fall': () => process.exit(7),
  'test.deaf': () => {
    deaf = true;
    return {};
  },
  'test.open': () => {
    state = 'open';
    channel.send(outlook());
    return {};
  },
  'test.cover': () => {
    state = 'covered';
    channel.send(outlook());
    return {};
  },
  'test.keepPage': (html) => {
    keptPage = new TextEncoder().encode(html);
    return {};
  },
  'test.nonsense': () => {
    channel.send({ type: 'no-such-thing', path: '/etc/passwd' });
    channel.send('nonsense');
    channel.send(outlook({ engine: 'wide-open' }));
    return {};
  },
};

function answer(post, frame) {
  if (frame?.type !== 'call') return;
  const method = methods[frame.method];
  const reply = method
    ? { ok: true, value: method(frame.input) }
    : { ok: false, error: { code: 'input.record-invalid', details: {} } };
  post({ type: 'reply', id: frame.id, reply });
}

function openPage(page, port) {
  const post = port
    ? (frame) => port.postMessage(frame)
    : (frame) => channel.send({ type: 'page-frame', page, frame });
  pages.set(page, { post, port });
  if (port) {
    port.on('message', ({ data }) => answer(post, data));
    port.start();
  }
  post({ type: 'hello' });
}

channel.listen((message, ports) => {
  if (deaf) return;
  if (!['page-frame', 'content-more'].includes(message.type)) heard.push(message.type);
  switch (message.type) {
    case 'start':
      started = message;
      channel.send({ type: 'ready' });
      channel.send(outlook());
      break;
    case 'page-opened':
      openPage(message.page, message.relayed ? undefined : ports[0]);
      break;
    case 'page-frame':
      answer(pages.get(message.page)?.post ?? (() => undefined), message.frame);
      break;
    case 'page-closed':
      pages.get(message.page)?.port?.close();
      pages.delete(message.page);
      break;
    case 'cover':
      state = 'covered';
      channel.send(outlook());
      break;
    case 'grant':
      grants.set(message.id, message.path);
      break;
    case 'content-read': {
      const size = message.token === pageToken ? keptPage.length : wholeSize;
      if (message.token !== token && message.token !== pageToken) {
        channel.send({
          type: 'content-error',
          id: message.id,
          error: { code: 'input.not-found', details: {} },
        });
        break;
      }
      const { start = 0, end = size } = message;
      readings.set(message.id, { at: start, end, page: message.token === pageToken });
      channel.send({ type: 'content-begin', id: message.id, mediaType: 'text/html', size, start, end });
      break;
    }
    case 'content-more': {
      const reading = readings.get(message.id);
      if (!reading) break;
      if (reading.at >= reading.end) {
        readings.delete(message.id);
        channel.send({ type: 'content-end', id: message.id });
        break;
      }
      const length = Math.min(65_536, reading.end - reading.at);
      const bytes = reading.page
        ? keptPage.slice(reading.at, reading.at + length)
        : Uint8Array.from({ length }, (_, index) => (reading.at + index) % 251);
      reading.at += length;
      chunksSent += 1;
      channel.send({ type: 'content-bytes', id: message.id, bytes });
      break;
    }
    case 'content-stop':
      readings.delete(message.id);
      break;
    case 'stop':
      process.exit(0);
  }
});
