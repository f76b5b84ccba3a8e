import { type PlaceSearch, placesPolicy } from '@linli/core/places';
import { get, withQuery } from '../../platform/api/index.ts';
import type { OfficeSlice } from '../../platform/office/index.ts';
import { PlacesIcon, TodayIcon } from '../../ui/index.ts';

export const placesOffice: OfficeSlice = {
  name: 'places',
  kinds: ['place', 'grid', 'sector', 'line', 'street'],
  pages: [
    {
      path: 'today',
      title: { zh: '今日', en: 'Today' },
      permission: placesPolicy.read,
      load: () => import('./pages/TodayPage.tsx'),
      nav: { group: 'day', icon: TodayIcon, key: 't', order: 0 },
    },
    {
      path: 'places',
      title: { zh: '地点', en: 'Places' },
      permission: placesPolicy.read,
      load: () => import('./pages/PlacesPage.tsx'),
      nav: { group: 'base', icon: PlacesIcon, key: 'p', order: 10 },
    },
  ],
  find: {
    title: { zh: '地点', en: 'Places' },
    permission: placesPolicy.read,
    search: async (streetId, text, signal) => {
      const { rows } = await get<PlaceSearch>(
        withQuery(`/api/streets/${streetId}/places/search`, { q: text }),
        signal,
      );
      return rows.map(({ id, name, alias, path }) => ({
        id,
        title: alias ? `${name}(${alias})` : name,
        hint: path.join(' › '),
        path: `places?at=${id}`,
      }));
    },
  },
};
