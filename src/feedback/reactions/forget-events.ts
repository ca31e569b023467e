/** Takes a reader's requests away, with their networks and programs. Call it while the ledger still knows the reader. */
export { deleteEventsOf as forgetEventsOf } from '../sql/reactions.ts';
