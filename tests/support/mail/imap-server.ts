import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  createServer as createTlsServer,
  TLSSocket,
  type SecureContextOptions,
  createSecureContext,
} from 'node:tls';

interface StoredMessage {
  uid: number;
  raw: Buffer;
  /** The server refuses to hand it out. */
  refused?: boolean;
}

export interface StoredFolder {
  uidValidity: number;
  use?: string;
  messages: StoredMessage[];
}

export interface ImapServerOptions {
  readonly tls?: SecureContextOptions;
  /** Speaks TLS from the first byte; with `tls` alone STARTTLS is offered. */
  readonly fromFirstByte?: boolean;
  readonly password?: string;
  readonly token?: string;
}

/**
 * A mail server that speaks as much of IMAP4rev1 (RFC 3501) as this product asks for, byte for byte as it was told. It notes every
 * command, fails what would change anything, and can drop all its connections after so many bytes.
 */
export class ImapServer {
  readonly folders = new Map<string, StoredFolder>();
  /** Commands as they came, secrets and all. */
  readonly commands: string[] = [];
  /** Called for each command before it is answered. */
  onCommand: (line: string) => void = () => undefined;
  /** So many more bytes are sent before every connection breaks. */
  bytesLeft = Number.POSITIVE_INFINITY;
  sent = 0;
  /** So many commands that read are refused from now on. */
  refusing = 0;
  readonly username = 'sam@learner.test';
  readonly password: string;
  readonly token: string;
  port = 0;
  readonly #options: ImapServerOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(options: ImapServerOptions = {}) {
    this.#options = options;
    this.password = options.password ?? 'app password of Sam';
    this.token = options.token ?? 'token-of-sam';
  }

  /** Adds a message to a folder. @returns its UID */
  put(path: string, raw: string | Buffer): number {
    const folder = this.folders.get(path) ?? { uidValidity: 1_000, messages: [] };
    this.folders.set(path, folder);
    const uid = (folder.messages.at(-1)?.uid ?? 0) + 1;
    folder.messages.push({ uid, raw: typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw });
    return uid;
  }

  async start(): Promise<this> {
    const { tls, fromFirstByte = false } = this.#options;
    const serve = (socket: Socket): void => {
      this.#serve(socket);
    };
    const server = tls !== undefined && fromFirstByte ? createTlsServer(tls, serve) : createServer(serve);
    server.on('tlsClientError', () => undefined);
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  /** False once it was closed: then not even a command that came in already is answered. */
  get isUp(): boolean {
    return this.#server !== undefined;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    const session = new Session(this, socket, this.#options);
    socket.on('close', () => this.#sockets.delete(socket));
    session.greet();
  }

  /** Sends bytes, or the last ones before the line breaks. */
  send(socket: Socket, data: Buffer): void {
    const part = data.subarray(0, Math.max(0, Math.min(data.length, this.bytesLeft)));
    this.bytesLeft -= part.length;
    this.sent += part.length;
    if (part.length === data.length) socket.write(part);
    else socket.end(part, () => socket.destroy());
  }
}

const changing =
  /^(?:UID )?(?:SELECT|STORE|COPY|MOVE|EXPUNGE|CLOSE|APPEND|CREATE|DELETE|RENAME|SUBSCRIBE|UNSUBSCRIBE)\b/i;

class Session {
  readonly #server: ImapServer;
  readonly #options: ImapServerOptions;
  #socket: Socket;
  #rest = '';
  #folder: StoredFolder | undefined;
  #signedIn = false;
  /** Tag of a sign-in whose secret comes on the next line. */
  #awaiting: string | undefined;

  constructor(server: ImapServer, socket: Socket, options: ImapServerOptions) {
    this.#server = server;
    this.#socket = socket;
    this.#options = options;
    this.#listen(socket);
  }

  greet(): void {
    this.#say('* OK ready');
  }

  #listen(socket: Socket): void {
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      this.#rest += data.toString('latin1');
      for (let end = this.#rest.indexOf('\r\n'); end !== -1; end = this.#rest.indexOf('\r\n')) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        this.#line(line);
      }
    });
  }

  #say(line: string): void {
    this.#server.send(this.#socket, Buffer.from(`${line}\r\n`, 'latin1'));
  }

  #line(line: string): void {
    if (this.#awaiting !== undefined) {
      const tag = this.#awaiting;
      this.#awaiting = undefined;
      this.#authenticate(tag, line);
      return;
    }
    const [tag = '', ...rest] = line.split(' ');
    const command = rest.join(' ');
    this.#server.commands.push(command);
    this.#server.onCommand(command);
    if (!this.#server.isUp) return;
    if (changing.test(command)) this.#say(`${tag} NO this changes something`);
    else this.#answer(tag, command);
  }

  #answer(tag: string, command: string): void {
    const verb = (/^(?:UID )?[A-Z]+/i.exec(command)?.[0] ?? '').toUpperCase();
    const offersTls = this.#options.tls !== undefined && !(this.#socket instanceof TLSSocket);
    switch (verb) {
      case 'CAPABILITY':
        this.#say(
          `* CAPABILITY IMAP4rev1 ID SASL-IR AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SPECIAL-USE${offersTls ? ' STARTTLS' : ''}`,
        );
        break;
      case 'STARTTLS':
        this.#say(`${tag} OK go ahead`);
        this.#socket.removeAllListeners('data');
        this.#socket = new TLSSocket(this.#socket, {
          isServer: true,
          secureContext: createSecureContext(this.#options.tls),
        });
        this.#listen(this.#socket);
        return;
      case 'ID':
        this.#say('* ID ("name" "test")');
        break;
      case 'NOOP':
      case 'NAMESPACE':
      case 'UNSELECT':
        break;
      case 'LOGIN': {
        const [, user, pass] = /^LOGIN "?([^" ]*)"? "?(.*?)"?$/i.exec(command) ?? [];
        this.#signIn(tag, user === this.#server.username && pass === this.#server.password);
        return;
      }
      case 'AUTHENTICATE': {
        const [, , initial] = command.split(' ');
        if (initial === undefined) {
          this.#awaiting = tag;
          this.#say('+ ');
        } else this.#authenticate(tag, initial);
        return;
      }
      case 'LOGOUT':
        this.#say('* BYE');
        this.#say(`${tag} OK`);
        this.#socket.end();
        return;
      default:
        if (!this.#signedIn) this.#say(`${tag} NO sign in first`);
        else this.#read(tag, verb, command);
        return;
    }
    this.#say(`${tag} OK`);
  }

  #authenticate(tag: string, encoded: string): void {
    const { username, password, token } = this.#server;
    const said = Buffer.from(encoded, 'base64').toString();
    const plain = said === `\0${username}\0${password}`;
    this.#signIn(tag, plain || (said.includes(username) && said.includes(`auth=Bearer ${token}\x01`)));
  }

  #signIn(tag: string, ok: boolean): void {
    this.#signedIn = ok;
    this.#say(ok ? `${tag} OK signed in` : `${tag} NO [AUTHENTICATIONFAILED] wrong`);
  }

  #read(tag: string, verb: string, command: string): void {
    const { folders } = this.#server;
    if (this.#server.refusing > 0) {
      this.#server.refusing -= 1;
      this.#say(`${tag} NO [UNAVAILABLE] try again later`);
      return;
    }
    if (/^LIST "" ""$/i.test(command)) {
      this.#say('* LIST (\\Noselect) "/" ""');
      this.#say(`${tag} OK`);
    } else if (verb === 'LIST' || verb === 'LSUB') {
      for (const [path, { use }] of folders) this.#say(`* ${verb} (${use ?? ''}) "/" "${path}"`);
      this.#say(`${tag} OK`);
    } else if (verb === 'EXAMINE') {
      const path = command.slice(8).replace(/^"|"$/g, '');
      this.#folder = folders.get(path);
      if (this.#folder === undefined) {
        this.#say(`${tag} NO no such folder`);
        return;
      }
      const { messages, uidValidity } = this.#folder;
      this.#say(`* ${String(messages.length)} EXISTS`);
      this.#say('* FLAGS (\\Seen)');
      this.#say(`* OK [UIDVALIDITY ${String(uidValidity)}]`);
      this.#say(`* OK [UIDNEXT ${String((messages.at(-1)?.uid ?? 0) + 1)}]`);
      this.#say(`${tag} OK [READ-ONLY]`);
    } else if (this.#folder === undefined) this.#say(`${tag} BAD no folder is open`);
    else if (verb === 'UID SEARCH') this.#search(tag, command, this.#folder);
    else if (verb === 'UID FETCH') this.#fetch(tag, command, this.#folder);
    else this.#say(`${tag} BAD not known`);
  }

  #search(tag: string, command: string, { messages }: StoredFolder): void {
    const from = /FROM "?([^" ]+)"?/i.exec(command)?.[1]?.toLowerCase();
    const first = Number(/UID (\d+):\*/i.exec(command.slice(10))?.[1] ?? 1);
    const last = messages.at(-1)?.uid ?? 0;
    const found = messages.filter(({ uid, raw }) => {
      const field = /^From:(.*)$/im.exec(raw.toString('latin1'))?.[1]?.toLowerCase() ?? '';
      return (uid >= first || uid === last) && (from === undefined || field.includes(from));
    });
    this.#say(`* SEARCH${found.map(({ uid }) => ` ${String(uid)}`).join('')}`);
    this.#say(`${tag} OK`);
  }

  #fetch(tag: string, command: string, { messages }: StoredFolder): void {
    const [, set = '', items = ''] = /^UID FETCH (\S+) \(?(.*?)\)?$/i.exec(command) ?? [];
    const wanted = messages.filter(({ uid }) => set.split(',').some((part) => isIn(part, uid)));
    if (/BODY\.PEEK/i.test(items) && wanted.some(({ refused }) => refused === true)) {
      this.#say(`${tag} NO cannot read that`);
      return;
    }
    if (/BODY\[/i.test(items)) {
      this.#say(`${tag} NO that would set a flag`);
      return;
    }
    for (const message of wanted) this.#hand(messages.indexOf(message) + 1, message, items);
    this.#say(`${tag} OK`);
  }

  #hand(sequence: number, { uid, raw }: StoredMessage, items: string): void {
    const parts: Buffer[] = [Buffer.from(`* ${String(sequence)} FETCH (UID ${String(uid)}`)];
    if (/RFC822\.SIZE/i.test(items)) parts.push(Buffer.from(` RFC822.SIZE ${String(raw.length)}`));
    if (/INTERNALDATE/i.test(items)) parts.push(Buffer.from(' INTERNALDATE "05-Jan-2026 10:00:02 +0000"'));
    if (/ENVELOPE/i.test(items)) parts.push(Buffer.from(` ENVELOPE ${envelopeOf(raw)}`, 'latin1'));
    const body = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/i.exec(items);
    if (body !== null) {
      const start = Number(body[1] ?? 0);
      const bytes = body[2] === undefined ? raw : raw.subarray(start, start + Number(body[2]));
      const where = body[1] === undefined ? '' : `<${body[1]}>`;
      parts.push(Buffer.from(` BODY[]${where} {${String(bytes.length)}}\r\n`), bytes);
    }
    this.#server.send(this.#socket, Buffer.concat([...parts, Buffer.from(')\r\n')]));
  }
}

function isIn(part: string, uid: number): boolean {
  const [first = '', last = first] = part.split(':');
  return uid >= Number(first) && (last === '*' || uid <= Number(last));
}

function envelopeOf(raw: Buffer): string {
  const head = raw.toString('latin1');
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(head)?.[1];
  const quoted = (text: string | undefined): string =>
    text === undefined ? 'NIL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
  const [, user, host] = /([^<\s@]+)@([^>\s]+)/.exec(field('From') ?? '') ?? [];
  const from = user === undefined ? 'NIL' : `((NIL NIL ${quoted(user)} ${quoted(host)}))`;
  return `(${quoted(field('Date'))} ${quoted(field('Subject'))} ${from} ${from} ${from} NIL NIL NIL NIL ${quoted(field('Message-ID'))})`;
}
