/** How files travel: pictures and videos as albums of ten, anything else as documents. */

const MOST_IN_ALBUM = 10;
export const MAX_CAPTION = 1024;
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/bmp"]);

const isMedia = ({ type }) => PICTURES.has(type) || type.startsWith("video/");

function tens(kind, files) {
  const parcels = [];
  for (let at = 0; at < files.length; at += MOST_IN_ALBUM) {
    parcels.push({ kind, files: files.slice(at, at + MOST_IN_ALBUM) });
  }
  return parcels;
}

/** What is sent in one go each, in order. */
export function parcelsOf(files, asDocuments) {
  const media = asDocuments ? [] : files.filter(isMedia);
  const rest = files.filter((file) => !media.includes(file));
  return [...tens("media", media), ...tens("document", rest)];
}
