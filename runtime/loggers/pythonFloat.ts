/**
 * A number as Python prints it (`repr` of a float): the shortest digits that read back the same, with an exponent below 1e-4 and from
 * 1e16 on. Lightning's CSV files hold such texts.
 */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 16) {
    const plain = String(value);
    return /^-?\d+$/.test(plain)
      ? `${plain}.0`
      : plain.includes("e")
        ? value.toFixed(mantissa.replace(/[-.]/g, "").length - 1 - exponent)
        : plain;
  }
  const sign = exponent < 0 ? "-" : "+";
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
