import { findPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { whyNoMail } from './broken-template.ts';
import type { Check } from './checks/check.ts';
import { checkBlocks } from './checks/check-blocks.ts';
import { checkLeaks } from './checks/check-leaks.ts';
import { checkMail } from './checks/check-mail.ts';
import { checkPolls } from './checks/check-polls.ts';
import { checkProof } from './checks/check-proof.ts';
import { checkSize } from './checks/check-size.ts';
import { checkStories } from './checks/check-stories.ts';
import { checkSubjectTest } from './checks/check-subject-test.ts';
import { checkWords } from './checks/check-words.ts';
import { countEditionAudience } from './edition-audience.ts';
import { mostGates } from './gates.ts';
import { type RenderedEdition, renderForMailing } from './render-edition.ts';
import type { Edition } from './sql/editions.ts';

export type { Check } from './checks/check.ts';

/** A mask has so many bits: what is beyond them would be shown to nobody. */
const checkMask = ({ firstWithoutBit }: RenderedEdition): readonly Check[] =>
  firstWithoutBit === null
    ? []
    : [
        {
          severity: 'blocking',
          code: 'too-many-limited-parts',
          block: firstWithoutBit,
          message: `Only ${mostGates} parts of an edition may be for some of its readers, and this block is beyond them. Open a block to everybody, or take one out; a whole story that is gated or asks for sign-ups is several parts.`,
        },
      ];

/** Everything that should be mended, or at least read, before an edition leaves. */
export async function checkEdition(db: Db, publicUrl: string, edition: Edition): Promise<readonly Check[]> {
  const publication = await findPublication(db);
  if (!publication || publication.postalAddress.trim() === '') {
    return [
      {
        severity: 'blocking',
        code: 'no-postal-address',
        message: 'The publication has no postal address; every digest must carry one. Set it under Settings.',
      },
    ];
  }
  const noMail = await whyNoMail(db, edition);
  if (noMail !== null) return [{ severity: 'blocking', code: 'template-broken', message: noMail }];
  const rendered = await renderForMailing(db, publicUrl, edition, new Date());
  const audience = await countEditionAudience(db, publicUrl, edition);
  const reachable = audience.find(({ reason }) => reason === 'reachable')?.readers ?? 0;
  const [tests, stories, polls, leaks, proof] = await Promise.all([
    checkSubjectTest(db, edition, reachable),
    checkStories(db, edition),
    checkPolls(db, edition),
    checkLeaks(db, edition, rendered),
    checkProof(db, publication),
  ]);
  const checks = [
    ...checkWords(edition),
    ...tests,
    ...checkBlocks(edition),
    ...polls,
    ...stories,
    ...checkMask(rendered),
    ...checkSize(rendered, publicUrl),
    ...checkMail(rendered, publicUrl),
    ...leaks,
    ...proof,
  ];
  if (reachable === 0) {
    checks.push({
      severity: 'blocking',
      code: 'no-readers',
      message:
        edition.rhythm === null
          ? 'Nobody would get it: the newsletter has no reachable reader yet.'
          : 'Nobody would get it: no reachable reader of this rhythm is without these stories.',
    });
  }
  return checks;
}

export const isBlocked = (checks: readonly Check[]): boolean =>
  checks.some((check) => check.severity === 'blocking');
