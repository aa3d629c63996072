import { VaultError } from '../../../base/errors.ts';

/** Whose messages are wanted: one address, or everybody at a domain and below it. */
export type Sender = { readonly address: string } | { readonly domain: string };

/** `ann@college.example`, or `@college.example` and `college.example` for everybody there. Throws `input.record-invalid`. */
export function parseSender(text: string): Sender {
  const said = text.trim().toLowerCase();
  const at = said.lastIndexOf('@');
  const domain = said.slice(at + 1);
  if (/[\s"\\<>,]/.test(said) || !/^[^.@]+(?:\.[^.@]+)+$/.test(domain))
    throw new VaultError('input.record-invalid', { field: 'senders' });
  return at > 0 ? { address: said } : { domain };
}

export function saySender(sender: Sender): string {
  return 'address' in sender ? sender.address : `@${sender.domain}`;
}

/** What a server is asked; it looks for the text anywhere in the field, so that more comes back than is meant. */
export function searchFor(sender: Sender): { readonly from: string } {
  return { from: 'address' in sender ? sender.address : sender.domain };
}

/** True if one of the addresses is wanted. Without senders everything is. */
export function isWanted(senders: readonly Sender[], addresses: readonly string[]): boolean {
  if (senders.length === 0) return true;
  return addresses.some((address) => {
    const host = address.slice(address.lastIndexOf('@') + 1);
    return senders.some((sender) =>
      'address' in sender
        ? sender.address === address
        : host === sender.domain || host.endsWith(`.${sender.domain}`),
    );
  });
}
