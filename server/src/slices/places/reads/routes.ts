import { DayShape, Id, kernelProblem, lineOfText } from '@linli/core/kernel';
import {
  DwellingList,
  GridDetail,
  GridList,
  gridSizeWarning,
  LineList,
  LineName,
  LineTree,
  mostDwellings,
  mostHits,
  mostTreeRows,
  PlaceChildren,
  PlaceDetail,
  PlaceHistory,
  PlaceOnDay,
  PlaceSearch,
  PlaceTree,
  placesPolicy,
  SectorList,
  suggestReportsAs,
} from '@linli/core/places';
import { z } from 'zod';
import type { Endpoints } from '../../../platform/http/endpoints.ts';
import { findDwellings } from '../dwellings/store.ts';
import { findLine, findLines } from '../lines/store.ts';
import { findGrid, findGrids, findMembers, findSectors } from '../sets/store.ts';
import {
  type Asked,
  findByText,
  findChildren,
  findHistory,
  findTree,
  getPlaceExtras,
  getPlaceRow,
  placeAsOf,
} from './store.ts';

const { read, readDwellings } = placesPolicy;
const mostChanges = 200;
const deepestLevel = 5;

export function placesReads(endpoints: Endpoints): void {
  treeReads(endpoints);
  placeReads(endpoints);
  setReads(endpoints);
}

function treeReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/places/children',
    summary: 'One level of the tree with counts of everything below',
    permission: read,
    query: { parent: Id.optional(), closed: z.enum(['true', 'false']).default('false') },
    reply: PlaceChildren,
    read: async (asked, { query }) => ({
      rows: await findChildren(asked, query.parent ?? asked.streetId, query.closed === 'true'),
    }),
  });

  endpoints.read({
    url: '/places/tree',
    summary: 'Several levels of the tree at once, parents first',
    permission: read,
    query: { under: Id.optional(), depth: z.coerce.number().int().min(1).max(deepestLevel).default(2) },
    reply: PlaceTree,
    read: async (asked, { query }) => {
      const rows = await findTree(asked, query.under ?? asked.streetId, query.depth, mostTreeRows + 1);
      return { rows: rows.slice(0, mostTreeRows), more: rows.length > mostTreeRows };
    },
  });

  endpoints.read({
    url: '/places/search',
    summary: 'Places by name, alias, code, pinyin or initials',
    permission: read,
    query: { q: lineOfText(40) },
    reply: PlaceSearch,
    read: async (asked, { query }) => ({ rows: await findByText(asked, query.q, mostHits) }),
  });
}

function placeReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/places/:place',
    summary: 'One place with where it lies and what it holds',
    permission: read,
    params: { place: Id },
    reply: PlaceDetail,
    read: (asked, { params }) => detailOf(asked, params.place),
  });

  endpoints.read({
    url: '/places/:place/history',
    summary: 'The changes of a place, newest first',
    permission: read,
    params: { place: Id },
    reply: PlaceHistory,
    read: async (asked, { params }) => ({ rows: await findHistory(asked, params.place, mostChanges) }),
  });

  endpoints.read({
    url: '/places/:place/on/:day',
    summary: 'A place as it was at the end of a day',
    permission: read,
    params: { place: Id, day: DayShape },
    reply: PlaceOnDay,
    read: async ({ tx, streetId }, { params }) => {
      const found = await placeAsOf(tx, streetId, params.place, params.day);
      if (!found) throw kernelProblem('thing.unknown');
      return found;
    },
  });

  endpoints.read({
    url: '/places/:place/dwellings',
    summary: 'The doors of a place and of all below it',
    permission: readDwellings,
    params: { place: Id },
    target: ({ place }) => ({ kind: 'place', id: place }),
    reply: DwellingList,
    read: async ({ tx, streetId }, { params }) => {
      const rows = await findDwellings(tx, streetId, params.place, mostDwellings + 1);
      return { rows: rows.slice(0, mostDwellings), more: rows.length > mostDwellings };
    },
  });
}

async function detailOf(asked: Asked, id: string): Promise<PlaceDetail> {
  const [row, extras] = await Promise.all([getPlaceRow(asked, id), getPlaceExtras(asked, id)]);
  const { prefix, ...shown } = extras;
  const suggested = row.kind === 'building' ? suggestReportsAs(row) : null;
  return {
    ...row,
    ...shown,
    suggestion: suggested === row.reportsAs ? null : suggested,
    publicPath: `/p/${prefix}${row.shortCode}`,
  };
}

function setReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/places/grids',
    summary: 'The open grids of a community or of the street, with their size',
    permission: read,
    query: { community: Id.optional() },
    reply: GridList,
    read: async (asked, { query }) => ({ rows: (await findGrids(asked, query.community)).map(withWarning) }),
  });

  endpoints.read({
    url: '/places/grids/:grid',
    summary: 'One grid with its cells of today',
    permission: read,
    params: { grid: Id },
    reply: GridDetail,
    read: async (asked, { params }) => {
      const [grid, members] = await Promise.all([
        findGrid(asked, params.grid),
        findMembers(asked, params.grid),
      ]);
      if (!grid) throw kernelProblem('thing.unknown');
      return { ...withWarning(grid), members };
    },
  });

  endpoints.read({
    url: '/places/sectors',
    summary: 'The open sectors with their compounds of today',
    permission: read,
    reply: SectorList,
    read: async (asked) => ({ rows: await findSectors(asked) }),
  });

  endpoints.read({
    url: '/places/lines',
    summary: 'The organisation lines there are',
    permission: read,
    reply: LineList,
    read: async ({ tx, streetId }) => ({ rows: await findLines(tx, streetId) }),
  });

  endpoints.read({
    url: '/places/lines/:line',
    summary: 'One organisation line',
    permission: read,
    params: { line: LineName },
    reply: LineTree,
    read: async ({ tx, streetId }, { params }) => ({ rows: await findLine(tx, streetId, params.line) }),
  });
}

function withWarning<Grid extends { dwellings: number }>(grid: Grid) {
  return { ...grid, warning: gridSizeWarning(grid.dwellings) };
}
