export { samplePhones } from './phones.ts';
export type * from './shapes.ts';
export { sampleLoginPrefix } from './staff.ts';
export { sampleSeed, sampleStreet } from './street.ts';
