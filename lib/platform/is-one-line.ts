/** Control characters, line ends, and what turns the direction of the text around it: a name with these is read as another one, on pages, in mail and in the audit. */
const unfitForNames = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Whether a text is one line that reads as it is written. */
export function isOneLine(text: string): boolean {
  return !unfitForNames.test(text);
}
