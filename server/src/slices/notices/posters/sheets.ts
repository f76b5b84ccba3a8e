import type { Paper } from '@linli/core/notices';
import type { PosterFacts } from './layout.ts';

/** What all posters of a street share. */
export interface PosterOffice {
  readonly paper: Paper;
  readonly title: string;
  readonly name: string;
  readonly seal: string;
  readonly helpline: string;
  readonly sealFoot: string;
  readonly scan: string;
  readonly foot: string;
  readonly adviceHead: string;
  readonly rehearsal: string;
  readonly rehearsalHead: string;
  readonly labels: { readonly asOf: string; readonly serial: string; readonly helpline: string };
}

/** What the typesetter's thread is asked, and what it answers. */
export interface Sheets {
  readonly id: number;
  readonly pages: readonly PosterFacts[];
  readonly office: PosterOffice;
}
export type Typeset = { readonly id: number } & (
  | { readonly pdf: Uint8Array<ArrayBuffer> }
  | { readonly failed: string }
);
