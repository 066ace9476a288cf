// The past of the demo company, told in days before now, so that its history is always fresh.

/** Office hours: what falls on a weekend is said on the Friday before, so that a demo on a Monday looks like one. */
export function moment(now: Date, daysAgo: number, time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const day = new Date(now.getTime() - daysAgo * 86_400_000);
  const friday = { 6: 1, 0: 2 }[day.getUTCDay()] ?? 0;
  day.setUTCDate(day.getUTCDate() - friday);
  day.setUTCHours(hours, minutes, 0, 0);
  return day.toISOString();
}
