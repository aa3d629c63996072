import { BlockList, isIPv6 } from 'node:net';

/** Ranges that belong to one computer or one building, or to nobody (RFC 6890, RFC 4193, RFC 6598, RFC 4291). */
const closed = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(network, bits, 'ipv6');

/** True for an IP address that anybody on the internet could ask; false for loopback, private and reserved ones. */
export function isPublicAddress(address: string): boolean {
  // A mapped address (::ffff:10.0.0.1) is judged by BlockList as the IPv4 address in it.
  return !closed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
