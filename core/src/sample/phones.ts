/**
 * Telephone numbers of samples: 154 0000 0000 to 154 9999 9999. No operator holds 154, the one gap between 150 and 159 (see
 * the CN metadata of libphonenumber, where mobile numbers are `5[0-35-9]`), so that no sample number rings at anybody,
 * while it still passes the office rule for mobile numbers, `1[3-9]` and nine digits.
 */
export const samplePhones = /^154\d{8}$/;

/** The n-th sample number, n from 0 to 99,999,999. */
export function samplePhone(n: number): string {
  return `154${String(n).padStart(8, '0')}`;
}
