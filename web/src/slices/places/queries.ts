import type {
  DwellingList,
  GridDetail,
  GridList,
  LineList,
  LineTree,
  PlaceChildren,
  PlaceDetail,
  PlaceHistory,
  PlaceSearch,
  PlaceTree,
  SectorList,
} from '@linli/core/places';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { get, readKey, withQuery } from '../../platform/api/index.ts';
import { useStreet } from '../accounts/index.ts';

type Query = Readonly<Record<string, string | number | undefined>>;

/** A read of the slice, kept under its address so that two places on a page share it. */
function read<Reply>(streetId: string, path: string, query: Query = {}) {
  return queryOptions({
    queryKey: readKey(streetId, 'places', path, query),
    queryFn: ({ signal }) => get<Reply>(withQuery(`/api/streets/${streetId}/places${path}`, query), signal),
  });
}

export const placesReads = {
  children: (streetId: string, parent: string) => read<PlaceChildren>(streetId, '/children', { parent }),
  tree: (streetId: string, under: string, depth: number) =>
    read<PlaceTree>(streetId, '/tree', { under, depth }),
  place: (streetId: string, id: string) => read<PlaceDetail>(streetId, `/${id}`),
  history: (streetId: string, id: string) => read<PlaceHistory>(streetId, `/${id}/history`),
  dwellings: (streetId: string, id: string) => read<DwellingList>(streetId, `/${id}/dwellings`),
  search: (streetId: string, q: string) => read<PlaceSearch>(streetId, '/search', { q }),
  grids: (streetId: string, community?: string) => read<GridList>(streetId, '/grids', { community }),
  grid: (streetId: string, id: string) => read<GridDetail>(streetId, `/grids/${id}`),
  sectors: (streetId: string) => read<SectorList>(streetId, '/sectors'),
  lines: (streetId: string) => read<LineList>(streetId, '/lines'),
  line: (streetId: string, line: string) => read<LineTree>(streetId, `/lines/${encodeURIComponent(line)}`),
};

export function useChildren(parent: string) {
  return useQuery(placesReads.children(useStreet().id, parent));
}

export function usePlace(id: string) {
  return useQuery(placesReads.place(useStreet().id, id));
}

export function useGrids(community?: string) {
  return useQuery(placesReads.grids(useStreet().id, community));
}

export function useSectors() {
  return useQuery(placesReads.sectors(useStreet().id));
}

/** Searches from the first character; the hits of the last text stay until the new ones are there. */
export function usePlaceSearch(q: string) {
  const street = useStreet();
  return useQuery({
    ...placesReads.search(street.id, q),
    enabled: q !== '',
    placeholderData: (previous: PlaceSearch | undefined) => previous,
  });
}
