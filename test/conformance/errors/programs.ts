/** A program that makes one mistake. */
export type Program = () => unknown;

/** Programs by the name of their case. */
export type Programs = Readonly<Record<string, Program>>;
