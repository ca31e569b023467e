/** "The newest stories not yet mailed" are at most so many: an edition is read at breakfast. */
export const mostNewStories = 10;
/** The list to choose among is longer. */
export const listedNewStories = 30;
