/** Every click and open of a reader that is still kept: for their own copy of what we hold. */
export { listRequestsOf } from '../sql/reader-requests.ts';
