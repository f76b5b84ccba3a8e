import type { Permission, Text } from '@linli/core/kernel';
import type { ComponentType } from 'react';

/** The parts of the day's work that the navigation is ordered by. */
export const navGroups = ['day', 'base', 'trust'] as const;
export type NavGroup = (typeof navGroups)[number];

/** One page of the office as its slice announces it. The shell makes the route, the entry and the shortcut. */
export interface OfficePage {
  /** Below the street's address, without a leading slash; `$name` takes one part. */
  readonly path: string;
  readonly title: Text;
  readonly permission: Permission;
  readonly load: () => Promise<{ default: ComponentType }>;
  /** Absent: the page is reached from another one. */
  readonly nav?: {
    readonly group: NavGroup;
    readonly icon: ComponentType;
    /** Second key after `g`. */
    readonly key: string;
    readonly order: number;
  };
}

/** Something found by the command palette, or done from it. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  /** Address below the street's. */
  readonly path: string;
}

/** All that a slice adds to the office. */
export interface OfficeSlice {
  readonly name: string;
  readonly pages: readonly OfficePage[];
  /** Kinds of the change feed that make this slice's reads old. */
  readonly kinds: readonly string[];
  /** Looks for a text among the slice's things, within what the person may see. */
  readonly find?: {
    readonly title: Text;
    readonly permission: Permission;
    readonly search: (streetId: string, text: string, signal: AbortSignal) => Promise<readonly Finding[]>;
  };
}
