/** What is said when something is refused. */
export function messageOf(mistake: () => unknown): string {
  try {
    mistake();
    return "no error";
  } catch (error) {
    return (error as Error).message;
  }
}
