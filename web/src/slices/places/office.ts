import { type PlaceSearch, placesPolicy } from '@linli/core/places';
import { get, withQuery } from '../../platform/api/index.ts';
import type { OfficeSlice } from '../../platform/office/index.ts';
import { GridIcon, ImportIcon, LineIcon, PlacesIcon, SectorIcon, TodayIcon } from '../../ui/index.ts';

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
    {
      path: 'grids',
      title: { zh: '网格', en: 'Grids' },
      permission: placesPolicy.read,
      load: () => import('./pages/GridsPage.tsx'),
      nav: { group: 'base', icon: GridIcon, key: 'w', order: 20 },
    },
    {
      path: 'sectors',
      title: { zh: '片区', en: 'Sectors' },
      permission: placesPolicy.read,
      load: () => import('./pages/SectorsPage.tsx'),
      nav: { group: 'base', icon: SectorIcon, key: 'q', order: 30 },
    },
    {
      path: 'lines',
      title: { zh: '组织线', en: 'Organisation lines' },
      permission: placesPolicy.read,
      load: () => import('./pages/LinesPage.tsx'),
      nav: { group: 'base', icon: LineIcon, key: 'l', order: 40 },
    },
    {
      path: 'import',
      title: { zh: '导入表格', en: 'Import tables' },
      permission: placesPolicy.importTable,
      load: () => import('./pages/ImportPage.tsx'),
      nav: { group: 'base', icon: ImportIcon, key: 'i', order: 50 },
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
