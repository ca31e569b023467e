/** Where the time comes from: passed in, so that tests can hold it still. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
