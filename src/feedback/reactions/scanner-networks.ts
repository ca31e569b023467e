import { BlockList } from 'node:net';

/**
 * Networks that mail filters work from, as their makers publish them for allow lists. Filters move into clouds that people
 * use too, so this list is short on purpose: what a visitor does tells more than where they come from.
 */
const networks: readonly (readonly [network: string, prefix: number])[] = [
  // Barracuda Email Gateway Defense
  ['64.235.144.0', 20],
  ['209.222.80.0', 21],
  // Proofpoint
  ['67.231.144.0', 20],
  ['148.163.128.0', 19],
  // Mimecast
  ['205.139.110.0', 23],
  ['207.211.30.0', 23],
  // Cisco Secure Email
  ['216.71.128.0', 19],
  // Microsoft Defender for Office 365 and Exchange Online Protection
  ['40.92.0.0', 15],
  ['40.107.0.0', 16],
  ['52.100.0.0', 14],
  ['104.47.0.0', 17],
];

const scanners = new BlockList();
for (const [network, prefix] of networks) scanners.addSubnet(network, prefix, 'ipv4');

/** Apple's own network: its mail program fetches every picture from there, read or not. */
const apple = new BlockList();
apple.addSubnet('17.0.0.0', 8, 'ipv4');

export const isScannerNetwork = (address: string): boolean => scanners.check(address, 'ipv4');
export const isAppleNetwork = (address: string): boolean => apple.check(address, 'ipv4');
