/**
 * So many seconds before its mail may leave the audience of a mailing is written down: late enough that whoever joins or leaves
 * until then counts, early enough for a million readers. No undo window is longer.
 */
export const freezeLeadSeconds = 600;
