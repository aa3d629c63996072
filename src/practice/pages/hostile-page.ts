import type { Answer } from '../answer.ts';
import { html, Markup, pageAnswer } from './markup.ts';

/** What a hostile page tries, each as a script that notes in `tried` what came of it. `TRAP` is an address that nobody should ask for. */
const attacks = {
  windows: `for (let at = 0; at < 50; at += 1) tried.push('window ' + (window.open('TRAP/window-' + at) !== null));
    for (const to of ['about:blank', 'javascript:1', 'data:text/html,x', 'file:///etc/passwd'])
      tried.push('window ' + (window.open(to) !== null));`,
  external: `for (const to of ['evidence-vault:home', 'mailto:a@b.invalid', 'tel:1', 'ms-settings:', 'steam://run/1', 'vscode://x', 'file:///etc/passwd', 'smb://trap.invalid/x']) {
      const frame = document.createElement('iframe'); frame.src = to; document.body.append(frame);
      const link = document.createElement('a'); link.href = to; document.body.append(link); link.click();
    }
    tried.push('external done');
    setTimeout(() => { location.href = 'evidence-vault:home'; }, 50);`,
  permissions: `const ask = (name, call) => { try { Promise.resolve(call()).then((said) => tried.push(name + ' ' + said), (no) => tried.push(name + ' refused')); } catch { tried.push(name + ' refused'); } };
    ask('notification', () => Notification.requestPermission());
    ask('camera', () => navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(() => 'granted'));
    ask('screen', () => navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'granted'));
    ask('clipboard', () => navigator.clipboard.readText().then(() => 'granted'));
    ask('midi', () => navigator.requestMIDIAccess({ sysex: true }).then(() => 'granted'));
    ask('place', () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(() => yes('granted'), no)));
    ask('lock', () => document.body.requestPointerLock({}).then(() => 'granted'));
    ask('fullscreen', () => document.documentElement.requestFullscreen().then(() => 'granted'));
    ask('folder', () => window.showDirectoryPicker().then(() => 'granted'));
    ask('serial', () => navigator.serial.requestPort().then(() => 'granted'));
    ask('usb', () => navigator.usb.requestDevice({ filters: [] }).then(() => 'granted'));
    ask('bluetooth', () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }).then(() => 'granted'));
    ask('fonts', () => window.queryLocalFonts().then((fonts) => fonts.length === 0 ? 'refused' : 'granted'));`,
  downloads: `for (let at = 0; at < 30; at += 1) {
      const link = document.createElement('a'); link.href = '/practice/hostile.php/file-' + at + '.bin'; link.download = 'f' + at; document.body.append(link); link.click();
    }
    tried.push('downloads done');`,
  app: `const token = '0'.repeat(32);
    for (const to of ['evidence-vault-app://' + token + '/index.html', 'evidence-vault-app://app/content/x', 'evidence-vault-app:///']) {
      fetch(to).then(() => tried.push('fetch reached'), () => tried.push('fetch refused'));
      const frame = document.createElement('iframe'); frame.src = to; frame.onload = () => { try { tried.push('frame ' + frame.contentWindow.location.href); } catch { tried.push('frame closed'); } }; document.body.append(frame);
      const image = new Image(); image.onload = () => tried.push('image reached'); image.src = to;
    }
    tried.push('app ' + [typeof window.evidenceVault, typeof window.require, typeof window.process, typeof window.electron].join(' '));
    setTimeout(() => { location.href = 'evidence-vault-app://' + token + '/index.html#/settings'; }, 50);`,
  unload: `addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'Stay!'; });
    history.pushState({}, '', '#a'); tried.push('unload done');`,
  dialogs: `const hush = (call) => { try { call(); } catch (no) { tried.push('no ' + no.name); } };
    for (let at = 0; at < 500; at += 1) { hush(() => alert('again ' + at)); hush(() => confirm('sure?')); }
    hush(() => prompt('password?')); hush(() => print()); tried.push('dialogs done');`,
  storage: `localStorage.setItem('canary', 'hostile-canary-local'); document.cookie = 'canary=hostile-canary-cookie; path=/; max-age=99999';
    indexedDB.open('hostile-canary-db', 1).onupgradeneeded = (event) => event.target.result.createObjectStore('hostile-canary-store').put('hostile-canary-value', 1);
    caches.open('hostile').then((cache) => cache.put('/x', new Response('hostile-canary-cache'))).then(() => tried.push('storage done'), () => tried.push('storage done'));`,
} as const;
type HostileAttack = keyof typeof attacks;

/** For tests only; see `switches.hostilePages`. */
export function answerHostile(query: URLSearchParams, rest: string): Answer {
  if (rest !== '')
    return {
      status: 200,
      headers: [
        ['Content-Type', 'application/octet-stream'],
        ['Content-Disposition', 'attachment'],
      ],
      body: Buffer.from('forced'),
      framing: 'length',
      download: { path: `practice/hostile${rest}` },
    };
  const name = query.get('do') ?? '';
  const trap = (query.get('trap') ?? '').replaceAll(/[^\w:/.-]/g, '');
  const script = isAttack(name) ? attacks[name].replaceAll('TRAP', trap) : '';
  // By a button where a gesture matters, else at once.
  const start = query.has('button')
    ? `document.getElementById('go').addEventListener('click', attack);`
    : 'attack();';
  return pageAnswer(
    { title: `Hostile: ${name}` },
    html`<button type="button" id="go">Go on</button>${new Markup(
        `<script>window.tried = []; const attack = () => { ${script} }; ${start}</script>`,
      )}`,
  );
}

function isAttack(name: string): name is HostileAttack {
  return Object.hasOwn(attacks, name);
}
