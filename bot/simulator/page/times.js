/** Times as an Indonesian phone writes them. */

const hour = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayMonth = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long" });
const dayMonthYear = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric" });

const moment = (seconds) => new Date(seconds * 1000);

export const clockTime = (date = new Date()) => hour.format(date);
export const timeOf = (seconds) => clockTime(moment(seconds));
export const isoOf = (seconds) => moment(seconds).toISOString();
export const dayKey = (seconds) => moment(seconds).toDateString();

export function dayName(seconds) {
  const then = moment(seconds);
  const today = new Date();
  const yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  if (then.toDateString() === today.toDateString()) return "Hari ini";
  if (then.toDateString() === yesterday.toDateString()) return "Kemarin";
  return (then.getFullYear() === today.getFullYear() ? dayMonth : dayMonthYear).format(then);
}

const number = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

export function sizeName(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${number.format(bytes / 1024)} KB`;
  return `${number.format(bytes / 1024 ** 2)} MB`;
}
