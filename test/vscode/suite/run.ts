// The entry of this folder's tests.
export { run } from "../runFolder.js";
