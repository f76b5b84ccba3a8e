import type { OfficePage, OfficeSlice } from '../platform/office/index.ts';
import { accountsOffice } from '../slices/accounts/office.ts';
import { auditOffice } from '../slices/audit/office.ts';
import { placesOffice } from '../slices/places/office.ts';

/** What the office consists of. A new slice is one line here; everything else it says itself. */
export const officeSlices: readonly OfficeSlice[] = [placesOffice, accountsOffice, auditOffice];

export const officePages: readonly OfficePage[] = officeSlices.flatMap(({ pages }) => pages);

/** Which slice's reads a kind of the change feed makes old. */
export function sliceOfKind(kind: string): string | null {
  return officeSlices.find(({ kinds }) => kinds.includes(kind))?.name ?? null;
}
