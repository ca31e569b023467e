/** People who clicked or opened, by the variant of a mailing they got: whatever counts them otherwise counts the whole mailing. */
export { type VariantReactions, countReactionsByVariant } from '../sql/reactions.ts';
