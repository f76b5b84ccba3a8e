// Runs one program to its end, keeps everything it said, and never leaves it behind.
import { spawn } from 'node:child_process';

const running = new Set();

/**
 * @param {string[]} command program and arguments
 * @param {{ cwd?: string, env?: Record<string, string>, limitSeconds?: number }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `output` holds stdout and stderr as they came
 */
export function run([program, ...args], { cwd, env = {}, limitSeconds = 600 } = {}) {
  return new Promise((resolve) => {
    const said = [];
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    const timer = setTimeout(() => {
      said.push(`\nstopped after ${limitSeconds} seconds\n`);
      endTree(child);
    }, limitSeconds * 1000);
    const finish = (ok) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ ok, output: said.join('').trimEnd() });
    };
    child.stdout.setEncoding('utf8').on('data', (text) => said.push(text));
    child.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
    child.on('error', (error) => {
      said.push(`${program}: ${error.message}`);
      finish(false);
    });
    child.on('close', (code, signal) => {
      if (signal) said.push(`\nended by ${signal}\n`);
      finish(code === 0);
    });
  });
}

/** Starts a program that stays, resolves with its first line of output; `stop()` ends it and what it started. */
export function runAside([program, ...args], { cwd, env = {}, limitSeconds = 60 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let out = '';
    let errors = '';
    const ended = new Promise((done) => child.on('close', done));
    const timer = setTimeout(() => endTree(child), limitSeconds * 1000);
    const stop = async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => endTree(child), 15_000);
      await ended;
      clearTimeout(force);
    };
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      if (!out.includes('\n')) return;
      clearTimeout(timer);
      resolve({ line: out.slice(0, out.indexOf('\n')).trim(), stop });
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      running.delete(child);
      reject(new Error(errors.trim() || `${program} ended without a word`));
    });
  });
}

// Each program leads its own process group, so what it started ends with it.
function endTree(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

/** Ends everything that still runs; for an interrupted test run. */
export function endAll() {
  for (const child of running) endTree(child);
}
