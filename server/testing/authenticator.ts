import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

type Cbor = number | string | Buffer | ReadonlyMap<number | string, Cbor>;

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length);
  if (length < 256) return Buffer.of((major << 5) | 24, length);
  return Buffer.of((major << 5) | 25, length >> 8, length & 255);
}

/** RFC 8949, as much of it as WebAuthn needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, one]) => [cbor(key), cbor(one)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
const text = (bytes: Buffer): string => bytes.toString('base64url');

export interface Gesture {
  readonly challenge: string;
  readonly origin?: string;
  readonly host?: string;
  /** Did the person prove themselves to the device (PIN, finger, face)? */
  readonly verified?: boolean;
  readonly counter?: number;
}

/** A security key in software (ES256, no attestation), so that passkeys are tested without a browser. */
export function softwareAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const cose = cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
  const clientData = (type: string, { challenge, origin = 'http://localhost' }: Gesture) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authData = ({ host = 'localhost', verified = true, counter = 0 }: Gesture, attested: boolean) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = Buffer.of(1 | (verified ? 4 : 0) | (attested ? 64 : 0));
    const length = Buffer.of(0, id.length);
    const credential = attested ? [Buffer.alloc(16), length, id, cose] : [];
    return Buffer.concat([sha256(host), flags, count, ...credential]);
  };
  const common = { id: text(id), rawId: text(id), type: 'public-key', clientExtensionResults: {} };
  return {
    register(gesture: Gesture) {
      const attestation = new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData(gesture, true)],
      ]);
      const clientDataJSON = text(clientData('webauthn.create', gesture));
      const response = {
        clientDataJSON,
        attestationObject: text(cbor(attestation)),
        transports: ['internal'],
      };
      return { ...common, response };
    },
    assert(gesture: Gesture) {
      const client = clientData('webauthn.get', gesture);
      const data = authData(gesture, false);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      const response = {
        clientDataJSON: text(client),
        authenticatorData: text(data),
        signature: text(signature),
      };
      return { ...common, response };
    },
  };
}
