/** Imported before the runtime: tests compute on the same engine on every machine, and none of them builds one. */
process.env["LIGHTNING_BACKEND"] ??= "cpu";
