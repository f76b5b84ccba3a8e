import { type Actor, Id, kernelProblem, may, type Permission } from '@linli/core/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CommandContext, type Outcome, runCommand } from '../command/command.ts';
import { inTransaction, type Tx } from '../db/tx.ts';
import type { House, TargetRef } from '../house.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set where an endpoint admits only some. */
    actor: Actor | null;
  }
}

/** Who may call: anyone, anyone signed in, or whoever the permission and its target say. */
export type Access = 'public' | 'session' | Permission;

/** One endpoint as registered; the policy test and the documentation walk this list. */
export interface EndpointRecord {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly access: Access;
  readonly command: string | null;
  /** Whether a scope within the street can be enough: the endpoint names where its things lie. */
  readonly narrow: boolean;
}

/** What a read is given. */
export interface ReadContext {
  readonly tx: Tx;
  readonly house: House;
  readonly streetId: string;
  readonly actor: Actor;
  readonly now: number;
}

interface ReadSpec<Params extends z.ZodRawShape, Query extends z.ZodRawShape, Reply extends z.ZodType> {
  readonly url: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly params?: Params;
  readonly query?: Query;
  readonly reply: Reply;
  /** Where the thing lies; the street as a whole when left out. */
  readonly target?: (params: z.infer<z.ZodObject<Params>>, query: z.infer<z.ZodObject<Query>>) => TargetRef;
  readonly read: (
    context: ReadContext,
    input: { params: z.infer<z.ZodObject<Params>>; query: z.infer<z.ZodObject<Query>> },
  ) => Promise<z.input<Reply>>;
}

interface CommandSpec<Input extends CommandInput, Reply extends z.ZodType> {
  /** `<slice>.<verb>` */
  readonly name: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly input: Input;
  readonly reply: Reply;
  /** Where the things lie that the command touches; all of them must be within the caller's scope. */
  readonly targets?: (input: z.infer<Input>) => readonly TargetRef[];
  readonly run: (context: CommandContext, input: z.infer<Input>) => Promise<Outcome<z.input<Reply>>>;
  /** After commit, and again at a replay: tells caches, and completes the reply with what must not be stored. */
  readonly afterCommit?: (input: z.infer<Input>, reply: z.input<Reply>) => z.input<Reply>;
}

/** Every command carries the id its maker gave it: the same id is never carried out twice. */
export type CommandInput = z.ZodType<{ commandId: string }>;

const wholeStreet: TargetRef = { kind: 'street' };

/** Problem+json, for the documentation of every endpoint. */
const ProblemShape = z
  .object({ type: z.string(), title: z.string(), status: z.number(), code: z.string(), detail: z.string() })
  .loose()
  .meta({ id: 'Problem', description: 'RFC 9457 problem details with a stable code' });

const failure = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemShape } },
});

/**
 * What any endpoint may answer beside its own. Upper case, and made anew for each endpoint: the document's library loses
 * the schemas of `4xx`, and of a response object that it has seen before.
 */
export const failures = () => ({
  '4XX': failure('Refused; nothing was changed'),
  '5XX': failure('Failed; what was saved before is safe'),
});

/** Registers the endpoints of the slices: access, validation, transaction and documentation in one place. */
export class Endpoints {
  readonly records: EndpointRecord[] = [];
  readonly commands = new Map<string, CommandSpec<CommandInput, z.ZodType>>();
  readonly app: FastifyInstance;
  readonly house: House;

  constructor(app: FastifyInstance, house: House) {
    this.app = app;
    this.house = house;
    app.decorateRequest('actor', null);
  }

  /** GET /api/streets/:street + url, in one read-only transaction of that street. */
  read<Params extends z.ZodRawShape, Query extends z.ZodRawShape, Reply extends z.ZodType>(
    spec: ReadSpec<Params, Query, Reply>,
  ): void {
    const url = `/api/streets/:street${spec.url}`;
    this.records.push({
      method: 'GET',
      url,
      access: spec.permission,
      command: null,
      narrow: spec.target !== undefined,
    });
    const Params = z.strictObject({ street: Id, ...spec.params });
    const Query = z.strictObject({ ...spec.query });
    this.app.route({
      method: 'GET',
      url,
      schema: documented(spec.summary, spec.url, { params: Params, querystring: Query }, spec.reply),
      onRequest: this.#admit(spec.permission),
      handler: async (request) => {
        const { street: streetId, ...rest } = request.params as { street: string };
        const params = rest as unknown as z.infer<z.ZodObject<Params>>;
        const query = request.query as z.infer<z.ZodObject<Query>>;
        const actor = admitted(request);
        const target = spec.target?.(params, query) ?? wholeStreet;
        return inTransaction(
          this.house.pool,
          'read',
          { streets: [streetId], accountId: actor.accountId },
          async (tx) => {
            await authorise(tx, this.house, actor, streetId, spec.permission, [target]);
            const context = { tx, house: this.house, streetId, actor, now: this.house.clock() };
            return spec.read(context, { params, query });
          },
        );
      },
    });
  }

  /** POST /api/streets/:street/commands/<name>, through the one write path. */
  command<Input extends CommandInput, Reply extends z.ZodType>(spec: CommandSpec<Input, Reply>): void {
    const url = `/api/streets/:street/commands/${spec.name}`;
    this.records.push({
      method: 'POST',
      url,
      access: spec.permission,
      command: spec.name,
      narrow: spec.targets !== undefined,
    });
    this.commands.set(spec.name, spec as unknown as CommandSpec<CommandInput, z.ZodType>);
    this.app.route({
      method: 'POST',
      url,
      schema: documented(
        spec.summary,
        spec.name,
        { params: z.strictObject({ street: Id }), body: spec.input },
        spec.reply,
      ),
      onRequest: this.#admit(spec.permission),
      handler: async (request) => {
        const { street: streetId } = request.params as { street: string };
        const actor = admitted(request);
        return this.execute(spec, streetId, actor, request.body as z.infer<Input>);
      },
    });
  }

  /** Carries out a validated command for someone; also for commands that arrive in a batch. */
  async execute<Input extends CommandInput, Reply extends z.ZodType>(
    spec: CommandSpec<Input, Reply>,
    streetId: string,
    actor: Actor,
    input: z.infer<Input>,
  ): Promise<z.input<Reply>> {
    const targets = spec.targets?.(input) ?? [wholeStreet];
    const request = { name: spec.name, streetId, actor, commandId: input.commandId, input };
    const reply = await runCommand(
      this.house,
      request,
      (tx) => authorise(tx, this.house, actor, streetId, spec.permission, targets),
      spec.run,
    );
    return spec.afterCommit?.(input, reply) ?? reply;
  }

  /** An endpoint outside the streets, or one that answers with something other than JSON. */
  open(spec: {
    method: EndpointRecord['method'];
    url: string;
    access: Access;
    schema: Record<string, unknown>;
    config?: Record<string, unknown>;
    handle: (request: FastifyRequest, reply: FastifyReply) => unknown;
  }): void {
    this.records.push({
      method: spec.method,
      url: spec.url,
      access: spec.access,
      command: null,
      narrow: false,
    });
    this.app.route({
      method: spec.method,
      url: spec.url,
      schema: spec.schema,
      config: spec.config ?? {},
      ...(spec.access === 'public' ? {} : { onRequest: this.#admit(spec.access) }),
      handler: spec.handle,
    });
  }

  /**
   * Who is asking is settled before what they sent is looked at: someone without a session or without the role learns
   * nothing about the shape of the input.
   */
  #admit(access: 'session' | Permission) {
    return async (request: FastifyRequest): Promise<void> => {
      const actor = await this.signedIn(request);
      request.actor = actor;
      if (access === 'session') return;
      const { street } = request.params as { street: string };
      if (!hasRole(actor, street, access)) throw kernelProblem('permission.missing');
    };
  }

  /** The caller; throws `session.missing`. */
  async signedIn(request: FastifyRequest): Promise<Actor> {
    const actor = await this.house.actorOf(request.headers.cookie);
    if (!actor) throw kernelProblem('session.missing');
    return actor;
  }
}

/**
 * Throws unless the actor may do this to every target. Someone without any grant in the street, or without the role,
 * learns nothing about what exists; within the role an unknown target is `thing.unknown`.
 */
export async function authorise(
  tx: Tx,
  house: Pick<House, 'locate'>,
  actor: Actor,
  streetId: string,
  permission: Permission,
  targets: readonly TargetRef[],
): Promise<void> {
  const root = { streetId, path: [streetId], gridId: null, sectorId: null };
  // A grant for the whole street covers everything in it; whether the thing exists is the action's own look-up.
  if (may(actor, permission, root)) return;
  if (!hasRole(actor, streetId, permission)) throw kernelProblem('permission.missing');
  for (const ref of targets) {
    const target = ref.kind === 'street' ? root : await house.locate(tx, streetId, ref);
    if (!target) throw kernelProblem('thing.unknown');
    if (!may(actor, permission, target)) throw kernelProblem('permission.missing');
  }
}

function hasRole(actor: Actor, streetId: string, permission: Permission): boolean {
  return actor.grants.some((grant) => grant.streetId === streetId && permission.roles.includes(grant.role));
}

function admitted(request: FastifyRequest): Actor {
  if (!request.actor) throw kernelProblem('session.missing');
  return request.actor;
}

/** The OpenAPI side of an endpoint. */
export function documented(
  summary: string,
  path: string,
  input: { params?: z.ZodType; querystring?: z.ZodType; body?: z.ZodType },
  reply: z.ZodType,
): Record<string, unknown> {
  const tag = path.split(/[/.]/).find((part) => part.length > 0) ?? 'platform';
  const operationId = path.replace(
    /[^A-Za-z0-9]+(.)?/g,
    (_whole, letter: string | undefined) => letter?.toUpperCase() ?? '',
  );
  return {
    summary,
    operationId: `${input.body ? 'run' : 'get'}${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`,
    tags: [tag],
    security: [{ session: [] }],
    ...input,
    response: {
      200: { description: 'OK', content: { 'application/json': { schema: reply } } },
      ...failures(),
    },
  };
}
