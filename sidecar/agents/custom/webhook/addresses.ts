import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that are not the public internet (IANA special-purpose registries), and 6to4, Teredo and NAT64, which lead into them. */
const INSIDE_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
const INSIDE_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const inside4 = new BlockList();
for (const [net, bits] of INSIDE_4) inside4.addSubnet(net, bits, 'ipv4');
const inside6 = new BlockList();
for (const [net, bits] of INSIDE_6) inside6.addSubnet(net, bits, 'ipv6');
/** All that is given out of IPv6: loopback, mapped, link-local, unique local and multicast lie elsewhere. */
const outside6 = new BlockList();
outside6.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one of the public internet. Anything else, and what is no address, is not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !inside4.check(address, 'ipv4');
  // A zone (fe80::1%eth0) is for the own link alone.
  if (!isIPv6(address) || address.includes('%')) return false;
  return outside6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
}
