/**
 * Excel and its kin calculate a text that begins like a formula, from a CSV at once and from a workbook when someone
 * edits the cell (OWASP, CSV Injection). Full-width signs count: Chinese input methods write them and some programs
 * fold them. An apostrophe in front makes it text again. A dash alone means "none" in every office and is left.
 */
const risky = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** The text in a form that no spreadsheet program calculates. */
export function guardText(text: string): string {
  return risky.test(text) && text !== '-' ? `'${text}` : text;
}

/** The text that was guarded. A text that never was is returned as it is. */
export function unguardText(text: string): string {
  return text.startsWith("'") && risky.test(text) ? text.slice(1) : text;
}
