import { asJson } from '../../base/as-json.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { Document } from '../../evidence/records/document.ts';
import type { Message } from '../../evidence/records/message.ts';
import { archivedDkimSchema, type ArchivedDkim } from '../../evidence/values/dkim.ts';
import type { WrittenText } from '../../evidence/values/written-text.ts';
import type { ItemResult, KnownItem, Observation, PreviousState, Sink } from '../source.ts';
import type { DkimArchivist } from './dkim/dkim-archivist.ts';
import { readMessage, type ReadAttachment, type ReadMessage } from './read-message.ts';

/** A message as it stands, to be taken in. */
export interface RawMessage {
  /** SHA-256 of all its bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly size: number;
  /** All its bytes, or of a message that is too large to be held its beginning. */
  readonly bytes: Uint8Array;
  /** For a message that is too large to be held: all of it, from the first byte. */
  readonly stream?: () => AsyncIterable<Uint8Array>;
  readonly provenance: Provenance;
  readonly fingerprint?: JsonObject;
  /** Another name for the message than its digest: one under which it had failed before. Its parts are named by the digest all the same. */
  readonly name?: string;
}

export interface MessageTakerParts {
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly dkim: DkimArchivist;
  readonly signal: AbortSignal;
}

/**
 * Hands messages over: the raw bytes, the attachments, and last the message that they are parts of, all or none.
 *
 * A message is named by the digest of its raw bytes, so that two that differ in one byte are two, whatever they call themselves: a
 * Message-ID is the sender's word, the same for the copy sent and the copy received, and a forger's to choose. The same bytes out of a
 * mailbox, an .eml and an .mbox are one item of a source.
 */
export class MessageTaker {
  readonly #parts: MessageTakerParts;
  /** Names of this pull, so that a second copy is told once. */
  readonly #met = new Set<string>();

  constructor(parts: MessageTakerParts) {
    this.#parts = parts;
  }

  /** The result of the message itself. A known one is not read again. Throws `internal.cancelled`. */
  async take(raw: RawMessage): Promise<ItemResult> {
    const { previous, sink, dkim, signal } = this.#parts;
    const name = raw.name ?? raw.sha256;
    if (this.#met.has(name)) return { item: sink.idOf(messageKey(name)), outcome: 'unchanged' };
    this.#met.add(name);
    const known = previous.find(messageKey(name));
    const before = dkimOf(known);
    const parts = [previous.find(sourceKey(raw.sha256)), ...previous.list(attachmentKey(raw.sha256, ''))];
    const isKnown =
      isSound(known) &&
      parts.every((part) => isSound(part) && part.sha256 !== undefined) &&
      parts[0]?.sha256 === raw.sha256;
    if (isKnown && before?.signatures.every(({ code }) => code !== 'dns-failed') === true) {
      for (const part of parts) if (part !== undefined) await sink.unchanged(part.key);
      return sink.unchanged(messageKey(name), raw.fingerprint);
    }
    const read = await readMessage(raw.bytes, raw.stream === undefined);
    const archived: ArchivedDkim =
      raw.stream === undefined
        ? await dkim.archive(raw.bytes, before, signal)
        : { state: 'too-large', signatures: [] };
    const results = await sink.takeTogether(this.#observations(raw, name, read, archived));
    const last = results.at(-1);
    if (last === undefined) throw new Error('a message without a result');
    return last;
  }

  #observations(raw: RawMessage, name: string, read: ReadMessage, dkim: ArchivedDkim): Observation[] {
    const { sink } = this.#parts;
    const id = (key: string): string => sink.idOf(key);
    const title = read.subject ?? 'E-mail';
    const message = id(messageKey(name));
    const attachments = read.attachments.map((attachment) => ({
      attachment,
      key: attachmentKey(raw.sha256, attachment.part),
    }));
    const source: Document = {
      name: `${title}.eml`,
      role: 'message-source',
      mediaTypeClaimed: 'message/rfc822',
      partOf: message,
    };
    const record: Message = {
      ...messageRecord(read),
      raw: id(sourceKey(raw.sha256)),
      ...(attachments.length === 0 ? {} : { items: attachments.map(({ key }) => id(key)) }),
      dkim,
    };
    const { provenance } = raw;
    return [
      {
        key: sourceKey(raw.sha256),
        recordKind: 'document',
        name: source.name,
        record: asRecord(source),
        content:
          raw.stream === undefined ? { bytes: raw.bytes } : { stream: raw.stream, expectedSize: raw.size },
        mediaType: 'message/rfc822',
        provenance,
      },
      ...attachments.map(({ attachment, key }): Observation =>
        attached(attachment, key, message, provenance),
      ),
      {
        key: messageKey(name),
        recordKind: 'message',
        name: title,
        record: asRecord(record),
        provenance,
        ...(raw.fingerprint === undefined ? {} : { fingerprint: raw.fingerprint }),
      },
    ];
  }
}

function messageRecord(read: ReadMessage): Message {
  const { from, to, cc, subject, sent, messageId, inReplyTo, fields, problems } = read;
  const text: WrittenText[] = [
    ...(read.plain === undefined ? [] : [written(read.plain, 'plain')]),
    ...(read.html === undefined ? [] : [written(read.html, 'html')]),
  ];
  return {
    channel: 'e-mail',
    ...(from.length === 0 ? {} : { from: [...from] }),
    ...(to.length === 0 ? {} : { to: [...to] }),
    ...(cc.length === 0 ? {} : { cc: [...cc] }),
    ...(subject === undefined ? {} : { subject }),
    ...(sent === undefined ? {} : { sent }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(text.length === 0 ? {} : { text }),
    headers: fields.map((field) => ({ ...field })),
    ...(problems.length === 0 ? {} : { problems: [...problems] }),
  };
}

function written(said: string, means: 'plain' | 'html'): WrittenText {
  return { said, format: { said: `text/${means}`, means } };
}

function attached(
  { name, part, mediaType, contentId, disposition, bytes }: ReadAttachment,
  key: string,
  message: string,
  provenance: Provenance,
): Observation {
  const document: Document = {
    name: name ?? `Part ${part}`,
    role: 'attachment',
    ...(mediaType === undefined ? {} : { mediaTypeClaimed: mediaType }),
    ids: {
      part,
      ...(contentId === undefined ? {} : { contentId }),
      ...(disposition === undefined ? {} : { disposition }),
    },
    partOf: message,
  };
  return {
    key,
    recordKind: 'document',
    name: document.name,
    record: asRecord(document),
    content: { bytes },
    ...(mediaType === undefined ? {} : { mediaType }),
    provenance,
  };
}

export function messageKey(name: string): string {
  return `message/${name}`;
}

/** Key of a message's raw bytes. */
export function sourceKey(sha256: string): string {
  return `message-source/${sha256}`;
}

function attachmentKey(sha256: string, part: string): string {
  return `attachment/${sha256}/${part}`;
}

function isSound(known: KnownItem | undefined): known is KnownItem {
  return known !== undefined && known.version > 0 && !known.gone && known.failed === undefined;
}

function dkimOf(known: KnownItem | undefined): ArchivedDkim | undefined {
  const read = archivedDkimSchema.safeParse(known?.record?.dkim);
  return read.success ? read.data : undefined;
}

function asRecord(value: object): JsonObject {
  const json = asJson(value);
  return isJsonObject(json) ? json : {};
}
