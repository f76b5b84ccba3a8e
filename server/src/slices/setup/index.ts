export { importStreet, isFirstRun, type NewOffice, type OpenOffice, setUpOffice } from './office.ts';
export { type SetupOptions, setup } from './routes.ts';
export { type GivenFile, prepareStreet } from './sources.ts';
export { newSetupToken, withSetupToken } from './token.ts';
