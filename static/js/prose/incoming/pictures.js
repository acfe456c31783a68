/** Pictures on their way to the server. */
import { csrfToken } from "../../report/server.js";

const LARGEST = 5 * 1024 * 1024;
const [WIDEST, TALLEST] = [1600, 2400]; // reports/document/pictures.py makes larger ones small, too
const SMALL = 200 * 1024; // bytes in which there is no large picture
const MANY = 4_000_000; // pixels
const TYPES = ["image/png", "image/jpeg"];
/** What can be chosen: also what is drawn as one of those here. */
export const CHOSEN = [...TYPES, "image/gif", "image/bmp", "image/webp"].join();
export const KINDS = "这种格式的图片打不开，没有插入。请先另存为 PNG 或 JPEG。";

/**
 * @param {Blob} file
 * @param {string} [address]  report.urls.pictures; none where no pictures are taken
 * @returns {Promise<{src?: string, message?: string}>} the picture's address, or why it has none
 */
export async function upload(file, address) {
  if (!address) return { message: "这里不能插入图片，请把图片另外交给分工的人。" };
  const picture = await fitted(file);
  if (!picture) return { message: KINDS };
  if (picture.size > LARGEST) return { message: "图片超过 5 MB，没有插入。请压缩后再试。" };
  const body = new FormData();
  body.append("picture", picture, file.name || "picture");
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const reply = await fetch(address, { method: "POST", credentials: "same-origin", headers, body });
    const answer = await reply.json().catch(() => ({}));
    if (reply.status === 201) return { src: answer.src };
    return { message: answer.message ?? "图片没有传上去，文字不受影响。请稍后再插入一次。" };
  } catch {
    return { message: "网络断开，图片没有传上去，文字不受影响。恢复后请再插入一次。" };
  }
}

/**
 * What the server can take of a picture. A photograph fresh from a telephone is larger than a report
 * can use: make it smaller here, upright as the telephone shows it. What is neither PNG nor JPEG is
 * drawn as one, if this browser can show it: a GIF's first frame, a screenshot saved as BMP.
 * @returns {Promise<Blob|null>} null when it cannot be shown
 */
async function fitted(file) {
  const isTaken = TYPES.includes(file.type);
  if (isTaken && file.size <= SMALL) return file;
  try {
    const image = await createImageBitmap(file);
    if (isTaken && file.size <= LARGEST / 2 && image.width * image.height <= MANY) return file;
    const canvas = drawn(image, Math.min(1, WIDEST / image.width, TALLEST / image.height));
    image.close();
    let smaller = await written(canvas, isTaken ? file.type : "image/png");
    // A photograph that was saved as PNG.
    if (smaller?.size > LARGEST / 2) smaller = await written(canvas, "image/jpeg");
    return smaller ?? file;
  } catch {
    return isTaken ? file : null; // The server says what is wrong with it.
  }
}

function drawn(image, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function written(canvas, type) {
  return new Promise((done) => canvas.toBlob(done, type, 0.9));
}

/** @returns {Blob|null} the bytes of a data: address */
export function blobOf(source) {
  const match = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=\s]+)$/i.exec(source);
  if (!match) return null;
  try {
    const bytes = Uint8Array.from(atob(match[2].replace(/\s/g, "")), (c) => c.charCodeAt(0));
    return new Blob([bytes], { type: match[1].toLowerCase().replace("jpg", "jpeg") });
  } catch {
    return null;
  }
}

/** @returns {File[]} the picture files of a clipboard or a drop */
export function pictureFiles(transfer) {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}

/** @returns {string} what to say of the files that are no pictures; nothing when there are none */
export function strangerWords(transfer) {
  const strange = [...(transfer?.files ?? [])].filter(({ type }) => !type.startsWith("image/"));
  if (!strange.length) return "";
  const names = strange.map(({ name }) => `“${name}”`).join("、");
  return `${names}：不是图片，没有插入。要读入 Word、Excel、PDF 等文件，用“更多”里的“导入文件或粘贴”。`;
}
