import { addDays, type Day, type Decided } from '../kernel/index.ts';
import { placesProblem } from './problems.ts';

/** How far ahead a grid or a sector can be redrawn. */
const mostDaysAhead = 366;

/**
 * The first day of a new membership. Never a past one: what was reported then stays with the grid it was reported in.
 */
export function firstDay(from: Day | undefined, today: Day): Decided<Day> {
  if (from === undefined) return today;
  return from < today || from > addDays(today, mostDaysAhead) ? placesProblem('places.from_day') : from;
}
