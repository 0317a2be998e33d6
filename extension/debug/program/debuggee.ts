import type { CdpTransport } from "../cdpTransport.js";
import type { UserCode } from "../userCode.js";

/** The program that is debugged. */
export interface Debuggee {
  /** The main thread. */
  readonly cdp: CdpTransport;
  readonly userCode: UserCode;
  /** Which file it runs; null: it is not known. */
  readonly program: string | null;
  /** The program's process; null: it is not known. */
  readonly pid: number | null;
  /** The exit code, once it has ended; null: it cannot be known. */
  readonly ended: Promise<number | null>;
  /** True when this adapter reads what it prints. */
  readonly isOutputRead: boolean;
  /** The transpiler of the program's runtime; null: it has none. */
  readonly esbuild: () => string | null;
  /** True for a file that runs only after a transpiler has been at it. */
  alwaysMapped(file: string): boolean;
  /** Lets the program begin, when it waits for that. */
  start(): Promise<void>;
  /** Asks the program to end, as Ctrl-C does, and ends it by force when it does not. Asking again changes nothing. */
  terminate(): Promise<void>;
  /** True from the moment when the program was asked to end. */
  readonly isEnding: boolean;
  /** Ends the program at once. */
  kill(): Promise<void>;
  /** Leaves the program alone. */
  detach(): Promise<void>;
}
