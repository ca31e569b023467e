import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimAlgorithm } from './dkim-algorithm.ts';

const generate = promisify(generateKeyPair);

/**
 * A new private key as PEM; {@link dkimRecord} gives its other half. RSA has 2048 bits: more does not fit every DNS
 * panel and costs several times as much for each mail.
 */
export async function createDkimKey(algorithm: DkimAlgorithm): Promise<string> {
  const { privateKey } =
    algorithm === 'rsa-sha256' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
