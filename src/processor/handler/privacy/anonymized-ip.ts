import { isIP } from 'node:net';

/** Groups of an IPv6 address that stay: 128 bits without the last 80. */
const GROUPS_KEPT = 3;
const GROUPS = 8;

/** An address without its last octet (IPv4), or without its last 80 bits (IPv6); nothing of what is no address. */
export function anonymizedIp(ip: string): string | null {
  const [address] = ip.trim().split('%');
  switch (isIP(address)) {
    case 4:
      return withoutLastOctet(address);
    case 6:
      return anonymizedIpV6(address);
    default:
      return null;
  }
}

function anonymizedIpV6(address: string): string {
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    return `::ffff:${Math.floor(groups[6] / 256)}.${groups[6] % 256}.${Math.floor(groups[7] / 256)}.0`;
  }
  return `${groups.slice(0, GROUPS_KEPT).map(group => group.toString(16)).join(':')}::`;
}

function withoutLastOctet(address: string): string {
  return `${address.slice(0, address.lastIndexOf('.'))}.0`;
}

/** The eight groups of an address, however it is written. */
function groupsOf(address: string): number[] {
  const written = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => `${hex(a, b)}:${hex(c, d)}`);
  const [front, back] = written.split('::').map(half => half === '' ? [] : half.split(':').map(group => parseInt(group, 16)));
  return back === undefined ? front : [...front, ...Array<number>(GROUPS - front.length - back.length).fill(0), ...back];
}

function hex(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}
