import {
  EventDetail,
  EventList,
  EventWritten,
  eventsCommands,
  eventsPolicy,
  PackList,
  policyPacks,
} from '@linli/core/events';
import { Id } from '@linli/core/kernel';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { activate, changeParams, standDown } from './actions.ts';
import { type EventRecord, findEvents, getEvent } from './store.ts';

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();

function shown(event: EventRecord) {
  return {
    ...event,
    activatedAt: moment(event.activatedAt),
    endedAt: event.endedAt === null ? null : moment(event.endedAt),
  };
}

export function eventsRoutes(endpoints: Endpoints): void {
  endpoints.command({
    name: 'events.activate',
    summary: 'Starts an emergency under a policy pack',
    permission: eventsPolicy.activate,
    input: eventsCommands['events.activate'],
    reply: EventWritten,
    run: activate,
  });

  endpoints.command({
    name: 'events.change-params',
    summary: 'Changes the parameters of an emergency from today on',
    permission: eventsPolicy.change,
    input: eventsCommands['events.change-params'],
    reply: EventWritten,
    run: changeParams,
  });

  endpoints.command({
    name: 'events.stand-down',
    summary: 'Ends an emergency: nothing more is collected',
    permission: eventsPolicy.change,
    input: eventsCommands['events.stand-down'],
    reply: EventWritten,
    run: standDown,
  });

  endpoints.read({
    url: '/events',
    summary: 'The emergencies of the street, active ones first',
    permission: eventsPolicy.read,
    reply: EventList,
    read: async ({ tx, streetId }) => ({ rows: (await findEvents(tx, streetId)).map(shown) }),
  });

  endpoints.read({
    url: '/events/packs',
    summary: 'The policy packs an emergency can start from',
    permission: eventsPolicy.read,
    reply: PackList,
    read: async () => ({ rows: policyPacks.map((pack) => ({ ...pack })) }),
  });

  endpoints.read({
    url: '/events/:event',
    summary: 'One emergency with its parameters and their history',
    permission: eventsPolicy.read,
    params: { event: Id },
    reply: EventDetail,
    read: async ({ tx, streetId }, { params }) => {
      const event = await getEvent(tx, streetId, params.event);
      const history = event.history.map((change) => ({ ...change, at: moment(change.at) }));
      return { ...event, ...shown(event), history };
    },
  });
}
