import { isIP } from 'node:net';
import { type Random, shortCode } from '@linli/core/kernel';
import type { Config } from '../../platform/config/config.ts';

/** 16 of 30 letters: 78 bits, and still short enough to be typed from a screen. */
const tokenLength = 16;

/**
 * The one-time set-up token, or null when only this machine can reach the server. Without it, whoever finds a new server
 * first would own it; so whoever can read its start line does.
 */
export function newSetupToken(config: Config, random: Random): string | null {
  return isPrivateTo(config) ? null : shortCode(tokenLength, random);
}

/** A server that listens on loopback is still open to others when a proxy in front of it hands requests on. */
function isPrivateTo({ host, trustProxy, publicUrl }: Config): boolean {
  return isLoopback(host) && !trustProxy && (publicUrl === null || isLoopback(new URL(publicUrl).hostname));
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** The address to open, with the token where no server and no log of a proxy ever sees it. */
export function withSetupToken(address: string, token: string | null): string {
  return token === null ? address : `${address}/#setup=${token}`;
}
