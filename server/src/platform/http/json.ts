import { kernelProblem } from '@linli/core/kernel';
import type { FastifyInstance } from 'fastify';
import secureJson from 'secure-json-parse';

/** Deepest nesting of a JSON body; every contract of ours is far below it. */
const mostJsonDepth = 16;

/** Bytes of a JSON body; file uploads have limits of their own. */
export const mostJsonBytes = 1_048_576;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads JSON strictly: valid UTF-8, shallow, without keys that reach into prototypes. */
export function readJson(body: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw kernelProblem('request.unreadable');
  }
  if (depthOf(text) > mostJsonDepth) throw kernelProblem('request.too_deep');
  try {
    return secureJson.parse(text, null, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw kernelProblem('request.unreadable');
  }
}

/** Depth by brackets outside strings, before the parser recurses into them. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charCodeAt(index);
    if (inString) {
      if (letter === 0x5c) index += 1;
      else if (letter === 0x22) inString = false;
    } else if (letter === 0x22) inString = true;
    else if (letter === 0x7b || letter === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (letter === 0x7d || letter === 0x5d) depth -= 1;
  }
  return deepest;
}

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: mostJsonBytes },
    (_request, body, done) => {
      try {
        done(null, readJson(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}
