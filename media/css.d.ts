/** A style sheet comes in as text, and is applied as a constructed sheet: the host's policy allows no `<style>`. */
declare module "*.css" {
  const text: string;
  export default text;
}
