export { type Finding, type NavGroup, navGroups, type OfficePage, type OfficeSlice } from './office.ts';
